package io.github.threadleak.snapshot;

/** The two kinds of threads. */
public enum Kind {
  PLATFORM("platform"),
  VIRTUAL("virtual");

  private final String word;

  Kind(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
