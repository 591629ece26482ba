package io.github.threadleak.benchmark.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one benchmark has to say: text, tables and plots in the order they were added, then aims.
 */
public final class Section {
  /** The headings of every table of aims; {@link Document} finds the tables by them. */
  static final String[] AIM_HEADINGS = {"what", "aim", "measured", "met"};

  private final String name;
  private final String title;
  private final List<Block> blocks = new ArrayList<>();
  private final List<Aim> aims = new ArrayList<>();
  private final Map<String, Plot> plots = new LinkedHashMap<>();

  public Section(String name, String title) {
    this.name = name;
    this.title = title;
  }

  public String name() {
    return name;
  }

  /** A paragraph, or several: markdown. */
  public Section text(String markdown) {
    blocks.add(() -> markdown.strip() + "\n");
    return this;
  }

  public Section table(Table table) {
    blocks.add(table);
    return this;
  }

  public Section aim(Aim aim) {
    aims.add(aim);
    return this;
  }

  /** A line that says what could not be measured, and why. */
  public Section missing(String what, String why) {
    return text("Not measured: " + what + ". " + why.replace('\n', ' '));
  }

  /**
   * Shows a plot here.
   *
   * @param file the name of the file that holds it, without folder and ending
   */
  public Section plot(String file, Plot plot) {
    plots.put(file, plot);
    return text("![" + plot.title() + "](plots/" + file + ".svg)");
  }

  /** By the name of the file, without folder and ending. */
  public Map<String, Plot> plots() {
    return plots;
  }

  public List<Aim> aims() {
    return aims;
  }

  public String markdown() {
    StringBuilder text = new StringBuilder("### ").append(title).append("\n");
    blocks.forEach(block -> text.append('\n').append(block.markdown()));
    if (!aims.isEmpty()) {
      Table table = new Table(AIM_HEADINGS);
      for (Aim aim : aims) {
        table.row(aim.what(), aim.aim(), aim.measured(), aim.verdict().word());
      }
      text.append('\n').append(table.markdown());
    }
    return text.toString();
  }
}
