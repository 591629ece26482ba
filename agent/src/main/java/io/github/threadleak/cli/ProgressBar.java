package io.github.threadleak.cli;

import io.github.threadleak.proof.heap.Progress;
import java.io.PrintStream;

/** Shows how far a long work is, on one line of standard error that it takes away again. */
final class ProgressBar implements Progress, AutoCloseable {
  private static final int WIDTH = 30;
  private static final long INTERVAL_NANOS = 100_000_000;

  private final PrintStream out;
  private final boolean shown;
  private String step = "";
  private long last = System.nanoTime() - INTERVAL_NANOS;
  private int length;

  ProgressBar(PrintStream out, boolean shown) {
    this.out = out;
    this.shown = shown;
  }

  static ProgressBar onTerminal() {
    return new ProgressBar(System.err, Terminal.isStandardError());
  }

  @Override
  public void at(String now, double share) {
    long time = System.nanoTime();
    if (!shown || (now.equals(step) && time - last < INTERVAL_NANOS)) {
      return;
    }
    step = now;
    last = time;
    StringBuilder line = new StringBuilder("threadleak: ").append(now);
    if (share >= 0) {
      int done = (int) (share * WIDTH);
      line.append(" [").append("#".repeat(done)).append(" ".repeat(WIDTH - done)).append("] ");
      line.append((int) (share * 100)).append(" %");
    }
    show(line.toString());
  }

  private void show(String line) {
    int rest = Math.max(0, length - line.length());
    out.print("\r" + line + " ".repeat(rest));
    out.flush();
    length = line.length();
  }

  @Override
  public void close() {
    if (length > 0) {
      show("");
      out.print("\r");
      out.flush();
    }
  }
}
