package corpus;

import java.util.concurrent.CyclicBarrier;

/**
 * One party of a barrier dies of an exception before it arrives; the others wait for it.
 *
 * <p>Source: Draegerwerk/SDCcc#188, "Main thread hangs at cyclic barrier from unhandled exception".
 */
final class BarrierPartyDied {
  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(3, round -> interact(run));
  }

  private static void interact(Run run) {
    CyclicBarrier barrier = new CyclicBarrier(3);
    for (int party = 0; party < 3; party++) {
      boolean dies = run.leaking && party == 0;
      Thread interacting = run.threads.newThread(Run.task(() -> arrive(barrier, dies)));
      interacting.start(); // leak: barrier, out of reach
    }
  }

  private static void arrive(CyclicBarrier barrier, boolean dies) throws Exception {
    if (dies) {
      throw new IllegalStateException("the database is closed");
    }
    barrier.await();
  }
}
