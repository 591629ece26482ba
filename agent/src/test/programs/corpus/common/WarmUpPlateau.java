package corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A worker for each shard, made at the shard's first use: sixty in a dozen seconds, then no more.
 */
final class WarmUpPlateau {
  private static final int SHARDS = 60;
  private static final List<BlockingQueue<Integer>> QUEUES = new ArrayList<>();

  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(5, round -> use(run, round % SHARDS));
  }

  private static void use(Run run, int shard) {
    if (shard == QUEUES.size()) {
      BlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
      QUEUES.add(queue);
      Thread worker = run.threads.newThread(Run.task(() -> work(queue)));
      worker.start();
    }
    QUEUES.get(shard).add(shard);
  }

  private static void work(BlockingQueue<Integer> queue) throws InterruptedException {
    while (true) {
      queue.take();
    }
  }
}
