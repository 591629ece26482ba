package io.github.threadleak.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A program of the {@link Corpus}.
 *
 * @param threads {@code platform}, {@code virtual} or {@code any}
 * @param verdict the weakest verdict for the leaking form, {@code none}, or {@code -}
 * @param leaks the lines that leak in the leaking form
 */
record CorpusProgram(String name, String threads, String verdict, int from, List<Leak> leaks) {
  private static final Pattern MARK =
      Pattern.compile("// leak: ([a-z ]+?)(, out of reach|, perhaps out of reach)?$");

  static CorpusProgram of(String name, String threads, String verdict) {
    Path source =
        Stream.of("corpus/common", "corpus/from21")
            .flatMap(folder -> Programs.sources(folder).stream())
            .filter(path -> path.endsWith(name + ".java"))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no source of " + name));
    int from = source.getParent().endsWith("from21") ? 21 : Jdks.OLDEST;
    return new CorpusProgram(name, threads, verdict, from, leaksIn(source));
  }

  boolean runsOn(Jdk jdk) {
    return jdk.feature() >= from;
  }

  /** Virtual threads wherever the program and the JDK can; platform threads else. */
  String kindOn(Jdk jdk) {
    boolean virtual = !threads.equals("platform") && jdk.hasVirtualThreads();
    return virtual ? "virtual" : "platform";
  }

  boolean hasLeak() {
    return !leaks.isEmpty();
  }

  /** Whether it has a form with the thing done wrong that gets no verdict all the same. */
  boolean isControl() {
    return verdict.equals("none");
  }

  private static List<Leak> leaksIn(Path source) {
    List<Leak> leaks = new ArrayList<>();
    try {
      List<String> lines = Files.readAllLines(source);
      for (int i = 0; i < lines.size(); i++) {
        Matcher mark = MARK.matcher(lines.get(i));
        if (mark.find()) {
          String reach = mark.group(2) == null ? "" : mark.group(2).substring(2);
          String place = "(" + source.getFileName() + ":" + (i + 1) + ")";
          leaks.add(new Leak(place, mark.group(1), Reach.of(reach)));
        }
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return leaks;
  }

  @Override
  public String toString() {
    return name;
  }

  /**
   * A line that leaks.
   *
   * @param place as at the end of a culprit: {@code (FanOut.java:27)}
   * @param reason what the leaked threads are parked on
   */
  record Leak(String place, String reason, Reach reach) {
    boolean isAt(String culprit) {
      return culprit.endsWith(place);
    }
  }

  /** Whether anything alive could still wake the leaked threads. */
  enum Reach {
    HELD,
    OUT,
    /** Nothing but an interrupt or an unpark could, so a proof may say so and need not. */
    PERHAPS;

    static Reach of(String words) {
      return switch (words) {
        case "" -> HELD;
        case "out of reach" -> OUT;
        default -> PERHAPS;
      };
    }
  }
}
