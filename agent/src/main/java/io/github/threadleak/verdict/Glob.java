package io.github.threadleak.verdict;

import java.util.regex.Pattern;

/** Patterns of {@code *} and {@code ?}. */
public final class Glob {
  private Glob() {}

  /** A pattern for a glob; the whole text must match. */
  public static Pattern pattern(String glob) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }
}
