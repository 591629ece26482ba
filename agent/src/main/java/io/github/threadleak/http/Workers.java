package io.github.threadleak.http;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The few threads that serve connections, and the rule who gets one. At most as many connections
 * are open as there may be threads, so nothing here grows. Guarded by its monitor, which no thread
 * holds while it reads or writes.
 */
final class Workers {
  private final int limit;
  private final long timeoutNanos;
  private final Runnable onFault;
  private final List<Thread> threads = new ArrayList<>();

  /** Admitted and not yet ended. */
  private final List<Connection> open = new ArrayList<>();

  /** Admitted and not yet taken by a thread. */
  private final ArrayDeque<Connection> untaken = new ArrayDeque<>();

  private int waiting;
  private boolean closed;

  Workers(int limit, long timeoutNanos, Runnable onFault) {
    this.limit = limit;
    this.timeoutNanos = timeoutNanos;
    this.onFault = onFault;
  }

  /**
   * Gives the connection to a thread. While all are taken, the connection that has been idle
   * longest makes room; while all are busy, waits, and keeps cutting what is overdue. Called by the
   * accepting thread only.
   */
  synchronized void admit(Connection connection, long tickMillis) throws InterruptedException {
    while (!closed && open.size() >= limit) {
      evictOneIdle();
      wait(tickMillis);
      cutOverdue();
    }
    if (closed) {
      connection.close();
      return;
    }
    open.add(connection);
    untaken.add(connection);
    if (untaken.size() > waiting && threads.size() < limit) {
      startThread();
    }
    notifyAll();
  }

  /** Cuts the connections that have been silent, or deaf, for too long. */
  synchronized void cutOverdue() {
    long now = System.nanoTime();
    for (Connection connection : open) {
      connection.cutIfOverdue(now, timeoutNanos);
    }
  }

  synchronized boolean isUnused() {
    return open.isEmpty();
  }

  /** Tells the accepting thread that a connection has become idle. */
  synchronized void connectionIsIdle() {
    notifyAll();
  }

  /** Closes every connection and ends the threads, waiting for them a moment. */
  void close() {
    List<Thread> ending;
    synchronized (this) {
      closed = true;
      for (Connection connection : open) {
        connection.close();
      }
      ending = new ArrayList<>(threads);
      notifyAll();
    }
    for (Thread thread : ending) {
      thread.interrupt();
    }
    Threads.awaitEnd(ending);
  }

  private void startThread() {
    Thread thread = Threads.daemon("threadleak-http-" + (threads.size() + 1), this::work);
    // Started first: where no thread can be had, none is counted.
    thread.start();
    threads.add(thread);
  }

  private void evictOneIdle() {
    Connection longestIdle = null;
    for (Connection connection : open) {
      if (connection.isEvicted()) {
        return;
      }
      if (connection.isIdle(timeoutNanos)
          && (longestIdle == null || connection.idleSince() - longestIdle.idleSince() < 0)) {
        longestIdle = connection;
      }
    }
    if (longestIdle != null) {
      longestIdle.evict();
    }
  }

  private void work() {
    for (Connection connection = next(); connection != null; connection = next()) {
      try {
        connection.serve();
      } catch (Throwable fault) {
        // OutOfMemoryError and StackOverflowError included: the thread serves the next connection.
        onFault.run();
      } finally {
        end(connection);
      }
    }
  }

  private synchronized @Nullable Connection next() {
    while (!closed && untaken.isEmpty()) {
      waiting++;
      try {
        wait();
      } catch (InterruptedException notOurs) {
        // A handler's interrupt that came late; closing sets the flag that is looked at next.
      } finally {
        waiting--;
      }
    }
    return closed ? null : untaken.poll();
  }

  private synchronized void end(Connection connection) {
    connection.close();
    open.remove(connection);
    notifyAll();
  }
}
