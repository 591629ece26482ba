package io.github.threadleak.snapshot;

import java.util.Locale;

/** What is thought of a group of threads, strongest first. */
public enum Verdict {
  DEADLOCKED,
  PROVEN,
  VANISHED,
  STUCK,
  SUSPECTED,
  IDLE,
  OK;

  private final String word = name().toLowerCase(Locale.ROOT);

  public String word() {
    return word;
  }
}
