package io.github.threadleak.cli;

/** The end of a command that could not be done, in one line. */
final class CommandFailed extends Exception {
  private static final long serialVersionUID = 1L;

  /** Exit status, not a failure: the command found what it looks for. */
  static final int LEAKS_FOUND = 1;

  /** Exit status: the arguments cannot be used. */
  static final int UNUSABLE = 2;

  /** Exit status: the target was not reached, or did not do what was asked. */
  static final int NOT_REACHED = 3;

  private final int status;

  private CommandFailed(int status, String line) {
    super(line);
    this.status = status;
  }

  static CommandFailed unusable(String line) {
    return new CommandFailed(UNUSABLE, line);
  }

  static CommandFailed notReached(String line) {
    return new CommandFailed(NOT_REACHED, line);
  }

  int status() {
    return status;
  }
}
