package io.github.threadleak.config;

/** Receives one line for each thing that the user asked for and does not get. */
public interface Complaints {
  /**
   * Takes one line; never throws.
   *
   * @param line without a line end; it may hold what the user typed, unescaped
   */
  void complain(String line);

  /**
   * Takes one line about a value that is fine, but does less in this version than its name says;
   * never throws.
   */
  default void note(String line) {
    complain(line);
  }
}
