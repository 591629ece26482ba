package io.github.threadleak.snapshot;

/** What threads must agree in to be shown as one group. */
public enum Grouping {
  /** Where they come from alone; no stack is read. */
  SPAWN("spawn"),
  /** What they are parked on alone, wherever they come from. */
  PARKED("parked"),
  BOTH("both");

  private final String word;

  Grouping(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
