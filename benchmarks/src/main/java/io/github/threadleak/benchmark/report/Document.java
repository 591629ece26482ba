package io.github.threadleak.benchmark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A markdown document with a generated part: one block for each benchmark, between {@code <!--
 * begin NAME -->} and {@code <!-- end NAME -->}, and a table of all their aims between {@code <!--
 * begin aims -->} and {@code <!-- end aims -->}. What stands outside is left alone.
 */
public final class Document {
  private static final String AIMS = "aims";
  private static final String END_OF_SECTIONS = "<!-- end of sections -->";

  private String text;

  public Document(String text) {
    this.text = text;
  }

  /**
   * Puts a block in the place of the one that has its name, or after the last one.
   *
   * @throws IllegalStateException where the document lacks its markers
   */
  public void put(String name, String markdown) {
    String block = begin(name) + "\n" + markdown.strip() + "\n" + end(name);
    Matcher present = block(name).matcher(text);
    if (present.find()) {
      text = text.substring(0, present.start()) + block + text.substring(present.end());
      return;
    }
    int at = text.indexOf(END_OF_SECTIONS);
    if (at < 0) {
      throw new IllegalStateException("no line " + END_OF_SECTIONS);
    }
    text = text.substring(0, at) + block + "\n\n" + text.substring(at);
  }

  /** Makes the table of all aims anew from the blocks that are there. */
  public void sumUp(List<String> names) {
    List<String> rows = new ArrayList<>();
    Map<Integer, String> byPlace = new TreeMap<>();
    for (String name : names) {
      Matcher present = block(name).matcher(text);
      if (present.find()) {
        byPlace.put(present.start(), present.group());
      }
    }
    String heading = new Table(Section.AIM_HEADINGS).markdown();
    for (String block : byPlace.values()) {
      int at = block.indexOf(heading);
      if (at >= 0) {
        block
            .substring(at + heading.length())
            .lines()
            .takeWhile(line -> line.startsWith("|"))
            .forEach(rows::add);
      }
    }
    put(AIMS, heading + String.join("\n", rows));
  }

  @Override
  public String toString() {
    return text;
  }

  private static Pattern block(String name) {
    return Pattern.compile(
        Pattern.quote(begin(name)) + ".*?" + Pattern.quote(end(name)), Pattern.DOTALL);
  }

  private static String begin(String name) {
    return "<!-- begin " + name + " -->";
  }

  private static String end(String name) {
    return "<!-- end " + name + " -->";
  }
}
