package io.github.threadleak.config;

/** Receives one line for each thing that the user asked for and does not get. */
public interface Complaints {
  /**
   * Takes one line; never throws.
   *
   * @param line without a line end; it may hold what the user typed, unescaped
   */
  void complain(String line);
}
