package io.github.threadleak.render;

/** The profiles: which threads each shows, and in whose words. */
public enum Profile {
  THREADS("threads", false, false),
  THREADLEAK("threadleak", true, false),
  GOROUTINE("goroutine", false, true),
  GOROUTINELEAK("goroutineleak", true, true);

  private static final String GO_TYPE = "goroutine";

  private final String path;
  private final boolean leaksOnly;
  private final boolean inGoWords;

  Profile(String path, boolean leaksOnly, boolean inGoWords) {
    this.path = path;
    this.leaksOnly = leaksOnly;
    this.inGoWords = inGoWords;
  }

  /** The last part of its path. */
  public String path() {
    return path;
  }

  /** Whether it shows threads with a leak verdict alone. */
  public boolean leaksOnly() {
    return leaksOnly;
  }

  /** Whether {@code debug=0}, 1 and 2 are as a Go program would write them. */
  public boolean inGoWords() {
    return inGoWords;
  }

  /** What one count is a count of. */
  String sampleType() {
    return inGoWords ? GO_TYPE : "threads";
  }
}
