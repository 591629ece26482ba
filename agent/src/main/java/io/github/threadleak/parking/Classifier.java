package io.github.threadleak.parking;

import io.github.threadleak.site.Frame;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells a thread's reason by the JDK's frames on top of its stack: the first rule of the table that
 * one of them meets. Rules for what a thread waits for stand before rules for how it waits, since a
 * queue parks on a condition that parks on LockSupport. Stateless.
 */
public final class Classifier {
  private static final String J_U_C = "java.util.concurrent.";

  /**
   * A frame of a class whose name starts and ends so, in one of these methods (a trailing * for a
   * prefix).
   */
  private record Rule(Reason reason, String classStart, String classEnd, List<String> methods) {
    Rule(Reason reason, String classStart, String classEnd, String... methods) {
      this(reason, classStart, classEnd, List.of(methods));
    }

    boolean meets(Frame frame) {
      if (!frame.className().startsWith(classStart) || !frame.className().endsWith(classEnd)) {
        return false;
      }
      for (String method : methods) {
        boolean met =
            method.endsWith("*")
                ? frame.method().startsWith(method.substring(0, method.length() - 1))
                : frame.method().equals(method);
        if (met) {
          return true;
        }
      }
      return false;
    }
  }

  private static final Rule[] RULES = {
    new Rule(Reason.IDLE_POOL_WORKER, J_U_C + "ThreadPoolExecutor", "", "getTask"),
    new Rule(Reason.IDLE_POOL_WORKER, J_U_C + "ForkJoinPool", "", "awaitWork"),
    new Rule(Reason.STRUCTURED_JOIN, "jdk.internal.misc.ThreadFlock", "", "awaitAll"),
    new Rule(Reason.EXECUTOR_TERMINATION, J_U_C, "", "awaitTermination", "close"),
    new Rule(Reason.EXCHANGER, J_U_C + "Exchanger", "", "exchange"),
    new Rule(Reason.PHASER, J_U_C + "Phaser", "", "awaitAdvance*", "arriveAndAwaitAdvance"),
    new Rule(Reason.BARRIER, J_U_C + "CyclicBarrier", "", "await"),
    new Rule(Reason.LATCH, J_U_C + "CountDownLatch", "", "await"),
    new Rule(Reason.SEMAPHORE, J_U_C + "Semaphore", "", "acquire*", "tryAcquire"),
    new Rule(
        Reason.TRANSFER,
        J_U_C + "LinkedTransferQueue",
        "LinkedTransferQueue",
        "transfer",
        "tryTransfer"),
    new Rule(Reason.QUEUE_PUT, J_U_C, "Queue", "put", "offer"),
    new Rule(Reason.QUEUE_PUT, J_U_C, "Deque", "put*", "offer*"),
    new Rule(Reason.QUEUE_TAKE, J_U_C, "Queue", "take", "poll"),
    new Rule(Reason.QUEUE_TAKE, J_U_C, "Deque", "take*", "poll*"),
    new Rule(
        Reason.COMPLETABLE_FUTURE,
        J_U_C + "CompletableFuture",
        "",
        "get",
        "join",
        "timedGet",
        "waitingGet"),
    new Rule(Reason.FUTURE, J_U_C + "FutureTask", "", "get", "awaitDone"),
    new Rule(Reason.FUTURE, J_U_C + "ForkJoinTask", "", "get", "join", "awaitDone"),
    new Rule(
        Reason.READ_LOCK, J_U_C + "locks.ReentrantReadWriteLock$ReadLock", "", "lock*", "tryLock"),
    new Rule(
        Reason.WRITE_LOCK,
        J_U_C + "locks.ReentrantReadWriteLock$WriteLock",
        "",
        "lock*",
        "tryLock"),
    new Rule(
        Reason.READ_LOCK,
        J_U_C + "locks.StampedLock",
        "",
        "readLock*",
        "tryReadLock",
        "acquireRead"),
    new Rule(
        Reason.WRITE_LOCK,
        J_U_C + "locks.StampedLock",
        "",
        "writeLock*",
        "tryWriteLock",
        "acquireWrite"),
    new Rule(Reason.LOCK, J_U_C + "locks.ReentrantLock", "", "lock*", "tryLock"),
    new Rule(Reason.CONDITION, J_U_C + "locks.Abstract", "ConditionObject", "await*"),
    new Rule(Reason.THREAD_JOIN, "java.lang.Thread", "", "join"),
    new Rule(Reason.THREAD_JOIN, "java.lang.VirtualThread", "", "joinNanos"),
    new Rule(Reason.PROCESS_WAIT, "java.lang.Process", "", "waitFor*"),
    new Rule(Reason.REFERENCE_QUEUE, "java.lang.ref.ReferenceQueue", "", "remove*", "await*"),
    new Rule(Reason.REFERENCE_QUEUE, "java.lang.ref.Reference", "", "waitForReferencePendingList"),
    new Rule(Reason.NAME_LOOKUP, "java.net.Inet", "", "lookupAllHostAddr", "getHostByAddr"),
    new Rule(Reason.SELECTOR, "sun.nio.ch.", "SelectorImpl", "select*", "lockAndDoSelect"),
    new Rule(Reason.SOCKET_ACCEPT, "sun.nio.ch.", "", "accept*", "implAccept", "timedAccept"),
    new Rule(
        Reason.SOCKET_CONNECT,
        "sun.nio.ch.",
        "",
        "connect*",
        "timedFinishConnect",
        "finishConnect"),
    new Rule(Reason.SOCKET_READ, "sun.nio.ch.NioSocketImpl", "", "read", "implRead", "timedRead"),
    new Rule(
        Reason.SOCKET_READ,
        "sun.nio.ch.SocketChannelImpl",
        "",
        "read",
        "blockingRead",
        "implRead*"),
    new Rule(
        Reason.SOCKET_READ,
        "sun.nio.ch.DatagramChannelImpl",
        "",
        "receive*",
        "read",
        "blockingReceive"),
    new Rule(Reason.SOCKET_WRITE, "sun.nio.ch.NioSocketImpl", "", "write", "implWrite"),
    new Rule(
        Reason.SOCKET_WRITE,
        "sun.nio.ch.SocketChannelImpl",
        "",
        "write",
        "blockingWrite*",
        "implWrite*"),
    new Rule(
        Reason.SOCKET_WRITE, "sun.nio.ch.DatagramChannelImpl", "", "send", "write", "blockingSend"),
    new Rule(Reason.FILE_IO, "java.io.File", "putStream", "read*", "write*"),
    new Rule(Reason.FILE_IO, "java.io.FileInputStream", "", "read*"),
    new Rule(Reason.FILE_IO, "java.io.RandomAccessFile", "", "read*", "write*"),
    new Rule(
        Reason.FILE_IO,
        "sun.nio.ch.FileChannelImpl",
        "",
        "read*",
        "write*",
        "transfer*",
        "force",
        "lock"),
    new Rule(Reason.SLEEP, "java.lang.Thread", "", "sleep*"),
    new Rule(Reason.SLEEP, "java.lang.VirtualThread", "", "sleepNanos"),
    new Rule(Reason.OBJECT_WAIT, "java.lang.Object", "Object", "wait*"),
    new Rule(Reason.TIMED_PARK, J_U_C + "locks.LockSupport", "", "parkNanos", "parkUntil"),
    new Rule(Reason.PARK, J_U_C + "locks.LockSupport", "", "park"),
  };

  private Classifier() {}

  /**
   * What a thread is parked on.
   *
   * @param blockerClass the class of its park blocker or monitor; null where it has none
   * @param stack top first; empty where the thread had none to show
   */
  public static Classification classify(
      Thread.State state, @Nullable String blockerClass, List<Frame> stack) {
    return new Classification(reason(state, stack), blockerClass);
  }

  /**
   * The reason of a thread.
   *
   * @param stack top first; empty where the thread had none to show
   */
  static Reason reason(Thread.State state, List<Frame> stack) {
    if (state == Thread.State.BLOCKED) {
      return Reason.MONITOR;
    }
    int top = 0;
    while (top < stack.size() && stack.get(top).isJdk()) {
      top++;
    }
    for (Rule rule : RULES) {
      for (int i = 0; i < top; i++) {
        if (rule.meets(stack.get(i))) {
          return rule.reason();
        }
      }
    }
    return state == Thread.State.RUNNABLE ? Reason.RUNNING : Reason.UNKNOWN;
  }
}
