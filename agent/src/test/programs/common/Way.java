/**
 * One way to wait, and what the agent must say of a thread that does.
 *
 * @param shown the class that a reader must be shown for the blocker, where the thread has one
 * @param alone whether {@code parking} waits itself, in a thread of its own; else it makes the
 *     thread of that name, which waits
 */
record Way(String reason, String name, String shown, boolean alone, Parking parking) {
  /** Waits for good. */
  interface Parking {
    void park() throws Exception;
  }

  /** A way that a thread of each kind goes. */
  static Way of(String reason, String name, String shown, Parking parking) {
    return new Way(reason, reason + ": " + name, shown, true, parking);
  }

  /** A way without a blocker. */
  static Way of(String reason, String name, Parking parking) {
    return of(reason, name, "", parking);
  }

  /** What a thread does that something else started: a star stands for any ending. */
  static Way found(String reason, String threadName, String shown, Parking setup) {
    return new Way(reason, threadName, shown, false, setup);
  }
}
