package io.github.threadleak.benchmark.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Lines over two logarithmic axes, written as SVG: a cost that grows in step with its cause is a
 * straight line of slope one, drawn dashed through the first point of each series.
 */
public final class Plot {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 440;
  private static final int LEFT = 80;
  private static final int RIGHT = 190;
  private static final int TOP = 40;
  private static final int BOTTOM = 56;

  /** Told apart by people who see few colours too (Okabe and Ito). */
  private static final List<String> COLOURS =
      List.of("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9");

  private final String title;
  private final Axis horizontal;
  private final Axis vertical;
  private final Map<String, List<Point>> lines = new LinkedHashMap<>();

  private record Point(double x, double y) {}

  /**
   * A plot without lines yet.
   *
   * @param across what stands on the horizontal axis, with its unit
   * @param up what stands on the vertical axis, with its unit
   */
  public Plot(String title, String across, String up) {
    this.title = title;
    horizontal = new Axis(across, LEFT, WIDTH - RIGHT);
    vertical = new Axis(up, HEIGHT - BOTTOM, TOP);
  }

  public String title() {
    return title;
  }

  /**
   * Leads the line of that name on to a point.
   *
   * @throws IllegalArgumentException where a logarithmic axis cannot show it
   */
  public Plot point(String line, double x, double y) {
    horizontal.include(x);
    vertical.include(y);
    lines.computeIfAbsent(line, name -> new ArrayList<>()).add(new Point(x, y));
    return this;
  }

  public String svg() {
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                + " font-size=\"12\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
            WIDTH, HEIGHT));
    text(out, LEFT, TOP - 16, "start", title, " font-size=\"15\"");
    grid(out);
    int index = 0;
    for (Map.Entry<String, List<Point>> line : lines.entrySet()) {
      draw(out, line.getKey(), line.getValue(), index++);
    }
    return out.append("</svg>\n").toString();
  }

  private void grid(StringBuilder out) {
    for (double tick : horizontal.ticks()) {
      double x = horizontal.position(tick);
      line(out, x, TOP, x, HEIGHT - BOTTOM, "#ddd", "");
      text(out, x, HEIGHT - BOTTOM + 18, "middle", label(tick), "");
    }
    for (double tick : vertical.ticks()) {
      double y = vertical.position(tick);
      line(out, LEFT, y, WIDTH - RIGHT, y, "#ddd", "");
      text(out, LEFT - 8, y + 4, "end", label(tick), "");
    }
    double middle = (LEFT + WIDTH - RIGHT) / 2.0;
    text(out, middle, HEIGHT - 14, "middle", horizontal.name, "");
    double centre = (TOP + HEIGHT - BOTTOM) / 2.0;
    text(
        out,
        18,
        centre,
        "middle",
        vertical.name,
        String.format(Locale.ROOT, " transform=\"rotate(-90 18 %.0f)\"", centre));
  }

  private void draw(StringBuilder out, String name, List<Point> line, int index) {
    String colour = COLOURS.get(index % COLOURS.size());
    StringBuilder points = new StringBuilder();
    for (Point point : line) {
      double x = horizontal.position(point.x);
      double y = vertical.position(point.y);
      points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
      out.append(
          String.format(
              Locale.ROOT,
              "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"/>%n",
              x,
              y,
              colour));
    }
    out.append(
        String.format(
            "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n",
            points.toString().strip(), colour));
    inStep(out, line.get(0), colour);
    double legend = TOP + 10.0 + 20 * index;
    line(
        out, WIDTH - RIGHT + 12, legend, WIDTH - RIGHT + 34, legend, colour, " stroke-width=\"2\"");
    text(out, WIDTH - RIGHT + 40, legend + 4, "start", name, "");
  }

  /** What the line would be if cost grew exactly as its cause does, as far as the axes show it. */
  private void inStep(StringBuilder out, Point first, String colour) {
    double slope = first.y / first.x;
    double from = Math.max(first.x, vertical.low() / slope);
    double to = Math.min(horizontal.high(), vertical.high() / slope);
    if (from < to) {
      line(
          out,
          horizontal.position(from),
          vertical.position(from * slope),
          horizontal.position(to),
          vertical.position(to * slope),
          colour,
          " stroke-dasharray=\"2 5\" opacity=\"0.6\"");
    }
  }

  private static void line(
      StringBuilder out, double x1, double y1, double x2, double y2, String colour, String more) {
    out.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"%s/>%n",
            x1,
            y1,
            x2,
            y2,
            colour,
            more));
  }

  private static void text(
      StringBuilder out, double x, double y, String anchor, String words, String more) {
    String escaped = words.replace("&", "&amp;").replace("<", "&lt;");
    out.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"#222\"%s>%s</text>%n",
            x,
            y,
            anchor,
            more,
            escaped));
  }

  private static String label(double tick) {
    if (tick >= 1e6) {
      return String.format(Locale.ROOT, "%.0fM", tick / 1e6);
    }
    if (tick >= 1e3) {
      return String.format(Locale.ROOT, "%.0fk", tick / 1e3);
    }
    return tick >= 1 ? String.format(Locale.ROOT, "%.0f", tick) : String.valueOf((float) tick);
  }

  /** A logarithmic axis that reaches from one power of ten to another. */
  private static final class Axis {
    final String name;
    private final int start;
    private final int end;
    private int lowPower = Integer.MAX_VALUE;
    private int highPower = Integer.MIN_VALUE;

    Axis(String name, int start, int end) {
      this.name = name;
      this.start = start;
      this.end = end;
    }

    void include(double value) {
      if (!(value > 0) || Double.isInfinite(value)) {
        throw new IllegalArgumentException("no logarithm of " + value);
      }
      double power = Math.log10(value);
      lowPower = Math.min(lowPower, (int) Math.floor(power));
      highPower = Math.max(highPower, (int) Math.ceil(power));
    }

    double low() {
      return Math.pow(10, lowPower);
    }

    double high() {
      return Math.pow(10, Math.max(highPower, lowPower + 1));
    }

    double position(double value) {
      double share =
          (Math.log10(value) - lowPower) / (Math.max(highPower, lowPower + 1) - lowPower);
      return start + share * (end - start);
    }

    double[] ticks() {
      double[] ticks = new double[Math.max(highPower, lowPower + 1) - lowPower + 1];
      for (int i = 0; i < ticks.length; i++) {
        ticks[i] = Math.pow(10, lowPower + i);
      }
      return ticks;
    }
  }
}
