package program;

/** Starts virtual threads, each from one of many lines of code, which the harness writes. */
public interface Lines {
  /** How many lines there are. */
  int count();

  /** Starts a thread from a line, counted from 0. */
  void start(int line, Runnable body);
}
