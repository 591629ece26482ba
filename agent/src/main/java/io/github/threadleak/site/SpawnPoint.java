package io.github.threadleak.site;

/** Carries the stack of a spawn out of a probe; never thrown. */
final class SpawnPoint extends Throwable {
  private static final long serialVersionUID = 1;

  /**
   * {@code Throwable}'s own constructor walks the stack: frames stay raw until somebody asks for
   * them.
   */
  SpawnPoint() {
    super(null, null, false, true);
  }
}
