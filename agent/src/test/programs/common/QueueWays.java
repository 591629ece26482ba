import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/** Waiting at queues. */
final class QueueWays {
  private static final String J_U_C = "java.util.concurrent.";
  private static final String PUT = "queue put";
  private static final String TAKE = "queue take";
  private static final String TRANSFER = "transfer";

  private QueueWays() {}

  static List<Way> ways() {
    return List.of(
        put("ArrayBlockingQueue", "put", () -> fullArray().put(1)),
        put("ArrayBlockingQueue", "timed offer", () -> fullArray().offer(1, 1, TimeUnit.HOURS)),
        put("LinkedBlockingQueue", "put", () -> full(new LinkedBlockingQueue<>(1)).put(1)),
        put(
            "LinkedBlockingQueue",
            "timed offer",
            () -> full(new LinkedBlockingQueue<>(1)).offer(1, 1, TimeUnit.HOURS)),
        put("LinkedBlockingDeque", "put", () -> fullDeque().put(1)),
        put("LinkedBlockingDeque", "putFirst", () -> fullDeque().putFirst(1)),
        put("LinkedBlockingDeque", "putLast", () -> fullDeque().putLast(1)),
        put(
            "LinkedBlockingDeque",
            "timed offerFirst",
            () -> fullDeque().offerFirst(1, 1, TimeUnit.HOURS)),
        put(
            "LinkedBlockingDeque",
            "timed offerLast",
            () -> fullDeque().offerLast(1, 1, TimeUnit.HOURS)),
        put("SynchronousQueue", "put", () -> new SynchronousQueue<>().put(1)),
        put("SynchronousQueue", "fair put", () -> new SynchronousQueue<>(true).put(1)),
        put(
            "SynchronousQueue",
            "timed offer",
            () -> new SynchronousQueue<>().offer(1, 1, TimeUnit.HOURS)),
        take("ArrayBlockingQueue", "take", () -> new ArrayBlockingQueue<>(1).take()),
        take(
            "ArrayBlockingQueue",
            "timed poll",
            () -> new ArrayBlockingQueue<>(1).poll(1, TimeUnit.HOURS)),
        take("LinkedBlockingQueue", "take", () -> new LinkedBlockingQueue<>().take()),
        take(
            "LinkedBlockingQueue",
            "timed poll",
            () -> new LinkedBlockingQueue<>().poll(1, TimeUnit.HOURS)),
        take("LinkedBlockingQueue", "take of a subclass", () -> new Louder<>().take()),
        take("LinkedBlockingDeque", "take", () -> new LinkedBlockingDeque<>().take()),
        take("LinkedBlockingDeque", "takeFirst", () -> new LinkedBlockingDeque<>().takeFirst()),
        take("LinkedBlockingDeque", "takeLast", () -> new LinkedBlockingDeque<>().takeLast()),
        take(
            "LinkedBlockingDeque",
            "timed poll",
            () -> new LinkedBlockingDeque<>().poll(1, TimeUnit.HOURS)),
        take(
            "LinkedBlockingDeque",
            "timed pollLast",
            () -> new LinkedBlockingDeque<>().pollLast(1, TimeUnit.HOURS)),
        take("SynchronousQueue", "take", () -> new SynchronousQueue<>().take()),
        take("SynchronousQueue", "fair take", () -> new SynchronousQueue<>(true).take()),
        take(
            "SynchronousQueue",
            "timed poll",
            () -> new SynchronousQueue<>().poll(1, TimeUnit.HOURS)),
        take("PriorityBlockingQueue", "take", () -> new PriorityBlockingQueue<>().take()),
        take(
            "PriorityBlockingQueue",
            "timed poll",
            () -> new PriorityBlockingQueue<>().poll(1, TimeUnit.HOURS)),
        take("DelayQueue", "take", () -> new DelayQueue<Later>().take()),
        take("DelayQueue", "take of one that is not due", QueueWays::takeLater),
        take("DelayQueue", "timed poll", () -> new DelayQueue<Later>().poll(1, TimeUnit.HOURS)),
        take("LinkedTransferQueue", "take", () -> new LinkedTransferQueue<>().take()),
        take(
            "LinkedTransferQueue",
            "timed poll",
            () -> new LinkedTransferQueue<>().poll(1, TimeUnit.HOURS)),
        take(
            "LinkedBlockingQueue",
            "take of a completion service",
            () -> new ExecutorCompletionService<>(Runnable::run).take()),
        Way.of(
            TRANSFER,
            "LinkedTransferQueue transfer",
            J_U_C + "LinkedTransferQueue",
            () -> new LinkedTransferQueue<>().transfer(1)),
        Way.of(
            TRANSFER,
            "LinkedTransferQueue timed tryTransfer",
            J_U_C + "LinkedTransferQueue",
            () -> new LinkedTransferQueue<>().tryTransfer(1, 1, TimeUnit.HOURS)));
  }

  private static Way put(String queue, String how, Way.Parking parking) {
    return Way.of(PUT, queue + " " + how, J_U_C + queue, parking);
  }

  private static Way take(String queue, String how, Way.Parking parking) {
    return Way.of(TAKE, queue + " " + how, J_U_C + queue, parking);
  }

  private static BlockingQueue<Object> fullArray() {
    return full(new ArrayBlockingQueue<>(1));
  }

  private static LinkedBlockingDeque<Object> fullDeque() {
    LinkedBlockingDeque<Object> deque = new LinkedBlockingDeque<>(1);
    deque.add(0);
    return deque;
  }

  private static BlockingQueue<Object> full(BlockingQueue<Object> queue) {
    queue.add(0);
    return queue;
  }

  private static void takeLater() throws InterruptedException {
    DelayQueue<Later> queue = new DelayQueue<>();
    queue.add(new Later());
    queue.take();
  }

  private static final class Later implements Delayed {
    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(1, TimeUnit.HOURS);
    }

    @Override
    public int compareTo(Delayed other) {
      return 0;
    }
  }

  /** An application's queue: what it inherits is what it waits in. */
  private static final class Louder<T> extends LinkedBlockingQueue<T> {
    private static final long serialVersionUID = 1;

    @Override
    public T take() throws InterruptedException {
      return super.take();
    }
  }
}
