package io.github.threadleak.demo.scenario;

import java.time.Duration;

/**
 * The system behind this one: answers in milliseconds, but for {@code slow-} ids takes longer than
 * anyone waits.
 */
public final class Upstream {
  static final Duration FAST = Duration.ofMillis(5);
  static final Duration SLOW = Duration.ofMillis(800);

  /** Blocks until the answer is there; interruptible. */
  String ask(String id) throws InterruptedException {
    Thread.sleep((id.startsWith("slow-") ? SLOW : FAST).toMillis());
    return "answer to " + id;
  }
}
