package io.github.threadleak.site;

/** Carries the stack of a spawn out of a probe; never thrown. */
final class SpawnPoint extends Throwable implements Cloneable {
  private static final long serialVersionUID = 1;

  @SuppressWarnings("StaticAssignmentOfThrowable") // copied, never thrown
  private static final SpawnPoint PROTOTYPE = new SpawnPoint();

  private SpawnPoint() {
    super(null, null, false, true);
  }

  /**
   * Captures the caller's stack, as HotSpot's raw arrays: frames are made only when somebody asks.
   * A copy, since JFR counts every run of Throwable's constructor as an exception of the
   * application. The lock that fillInStackTrace takes is the copy's own, which nobody else knows.
   */
  static SpawnPoint here() {
    try {
      SpawnPoint point = (SpawnPoint) PROTOTYPE.clone();
      point.fillInStackTrace();
      return point;
    } catch (CloneNotSupportedException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
