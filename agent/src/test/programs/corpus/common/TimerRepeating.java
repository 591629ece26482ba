package corpus;

import java.util.Timer;
import java.util.TimerTask;

/**
 * Each reconnect makes a repeating Timer and does not cancel the one before.
 *
 * <p>Source: pinpoint-apm/pinpoint#141, "Timer thread leak when client reconnect to server".
 */
final class TimerRepeating {
  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(5, round -> reconnect(run));
  }

  private static void reconnect(Run run) throws InterruptedException {
    Timer timer = new Timer(true); // leak: idle pool worker
    timer.schedule(
        new TimerTask() {
          @Override
          public void run() {}
        },
        1000,
        2000);
    Thread.sleep(10);
    if (!run.leaking) {
      timer.cancel();
    }
  }
}
