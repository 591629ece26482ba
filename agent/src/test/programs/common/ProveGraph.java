import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Threads that wait for objects of a random graph, of which only a part can be reached. When told
 * to, it wakes all that it can reach, those wake what they can reach, and so on; who is left then
 * could not be woken by anybody.
 */
public class ProveGraph {
  /** A node of the graph, at which at most one thread waits. */
  static final class Node {
    final List<Node> next = new ArrayList<>();
    Object blocker;
  }

  private static final List<Node> ROOTS = new ArrayList<>();
  private static final Set<Integer> ENDED = new ConcurrentSkipListSet<>();

  public static void main(String[] arguments) throws Exception {
    long seed = Long.parseLong(arguments[0]);
    boolean virtual = arguments[1].equals("virtual");
    int threads = build(new Random(seed), virtual);
    Thread.sleep(1500);
    System.out.println("READY " + threads);
    System.in.read();
    for (Node root : ROOTS) {
      wake(root, new java.util.HashSet<>());
    }
    Thread.sleep(3000);
    Set<Integer> left = new TreeSet<>();
    for (int i = 0; i < threads; i++) {
      if (!ENDED.contains(i)) {
        left.add(i);
      }
    }
    System.out.println("LEFT " + left);
    Runtime.getRuntime().halt(0);
  }

  private static int build(Random random, boolean virtual) throws Exception {
    int size = 150;
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      nodes.add(new Node());
    }
    for (Node node : nodes) {
      int edges = random.nextInt(3);
      for (int i = 0; i < edges; i++) {
        node.next.add(nodes.get(random.nextInt(size)));
      }
    }
    for (int i = 0; i < 4; i++) {
      ROOTS.add(nodes.get(random.nextInt(size)));
    }
    int threads = 60;
    for (int i = 0; i < threads; i++) {
      Node at = nodes.get(i);
      Node holds = nodes.get(random.nextInt(size));
      start(i, at, random.nextInt(5), holds, virtual);
    }
    return threads;
  }

  private static void start(int number, Node at, int kind, Node holds, boolean virtual)
      throws Exception {
    Object blocker =
        switch (kind) {
          case 0 -> new CountDownLatch(1);
          case 1 -> new Semaphore(0);
          case 2 -> new SynchronousQueue<Object>();
          case 3 -> new Waiting();
          default -> new Object();
        };
    at.blocker = blocker;
    Runnable task =
        () -> {
          try {
            await(blocker);
            wake(holds, new java.util.HashSet<>());
            ENDED.add(number);
          } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
          }
        };
    String name = "graph-" + number;
    if (virtual) {
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      Class<?> type = Class.forName("java.lang.Thread$Builder");
      builder = type.getMethod("name", String.class).invoke(builder, name);
      type.getMethod("start", Runnable.class).invoke(builder, task);
    } else {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** A lock with its condition. */
  static final class Waiting {
    final ReentrantLock lock = new ReentrantLock();
    final Condition condition = lock.newCondition();
    boolean woken;
  }

  private static void await(Object blocker) throws InterruptedException {
    if (blocker instanceof CountDownLatch) {
      ((CountDownLatch) blocker).await();
    } else if (blocker instanceof Semaphore) {
      ((Semaphore) blocker).acquire();
    } else if (blocker instanceof SynchronousQueue) {
      ((SynchronousQueue<?>) blocker).take();
    } else if (blocker instanceof Waiting) {
      Waiting waiting = (Waiting) blocker;
      waiting.lock.lock();
      while (!waiting.woken) {
        waiting.condition.await();
      }
      waiting.lock.unlock();
    } else {
      synchronized (blocker) {
        blocker.wait();
      }
    }
  }

  private static void wake(Node from, Set<Node> seen) throws InterruptedException {
    if (!seen.add(from)) {
      return;
    }
    Object blocker = from.blocker;
    if (blocker instanceof CountDownLatch) {
      ((CountDownLatch) blocker).countDown();
    } else if (blocker instanceof Semaphore) {
      ((Semaphore) blocker).release();
    } else if (blocker instanceof SynchronousQueue) {
      offer(blocker);
    } else if (blocker instanceof Waiting) {
      Waiting waiting = (Waiting) blocker;
      waiting.lock.lock();
      waiting.woken = true;
      waiting.condition.signalAll();
      waiting.lock.unlock();
    } else if (blocker != null) {
      synchronized (blocker) {
        blocker.notifyAll();
      }
    }
    for (Node next : from.next) {
      wake(next, seen);
    }
  }

  @SuppressWarnings("unchecked")
  private static void offer(Object queue) {
    ((SynchronousQueue<Object>) queue).offer(ThreadLocalRandom.current());
  }
}
