package corpus;

import java.util.concurrent.Phaser;

/**
 * The wait for all parties stands inside the loop that starts them.
 *
 * <p>Source: GoBench's moby#25384: "Whenever group.Wait() is invoked, it waits for group.Done() to
 * be executed n times. However, group.Done() is only executed once in one iteration."
 */
final class PhaserMisuse {
  private static final int PLUGINS = 3;

  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(
        5,
        round -> {
          Thread loading = run.threads.newThread(() -> load(run));
          loading.start(); // leak: phaser, out of reach
        });
  }

  private static void load(Run run) {
    Phaser group = new Phaser(PLUGINS + 1);
    for (int plugin = 0; plugin < PLUGINS; plugin++) {
      Thread restoring = run.threads.newThread(group::arrive);
      restoring.start();
      if (run.leaking) {
        group.arriveAndAwaitAdvance();
      }
    }
    group.arriveAndAwaitAdvance();
  }
}
