package io.github.threadleak.demo.runner;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stack frame as the agent names it.
 *
 * @param line 0 if the agent does not know it
 */
record Frame(String type, String method, String file, int line) {
  // com.acme.Foo.bar(Foo.java:17), with or without a module and its slash before it
  private static final Pattern TEXT =
      Pattern.compile("(?:[^/()]*/)*([^/()]+)\\.([^.()]+)\\(([^:()]*)(?::(\\d+))?\\)");

  static Optional<Frame> parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int line = matcher.group(4) == null ? 0 : Integer.parseInt(matcher.group(4));
    return Optional.of(new Frame(matcher.group(1), matcher.group(2), matcher.group(3), line));
  }

  /** Whether the frame belongs to the class, or to one nested in it. */
  boolean isIn(Class<?> owner) {
    return type.equals(owner.getName()) || type.startsWith(owner.getName() + "$");
  }

  @Override
  public String toString() {
    return type + "." + method + "(" + file + (line > 0 ? ":" + line : "") + ")";
  }
}
