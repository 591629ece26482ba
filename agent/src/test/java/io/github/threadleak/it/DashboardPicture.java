package io.github.threadleak.it;

import com.google.gson.JsonObject;
import io.github.threadleak.it.PrometheusServer.Sample;
import io.github.threadleak.it.PrometheusServer.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Draws the main panels of the dashboard from what a Prometheus holds, much as Grafana does: for
 * the documents, where nobody has one at hand. Run as a program it makes {@code
 * docs/grafana/threadleak.svg}: {@code DashboardPicture PORT SECONDS}, with the port of an agent,
 * such as that of {@code ./demo --keep}.
 */
final class DashboardPicture {
  private static final List<String> PANELS =
      List.of(
          "Live threads",
          "Leaked threads",
          "Lines that leak",
          "JVMs",
          "Threads by kind",
          "Resident memory and heap",
          "Top lines",
          "Parked on",
          "Leaked threads and the line to blame",
          "Pools");

  private static final Path FILE = Path.of("..", "docs", "grafana", "threadleak.svg");

  private static final int WIDTH = 1_200;
  private static final double COLUMN = WIDTH / 24.0;
  private static final int ROW = 30;
  private static final int GAP = 4;
  private static final int LEGEND_LINE = 15;
  private static final int MOST_LINES = 10;
  private static final int POINTS = 120;

  private static final List<String> COLOURS =
      List.of(
          "#73bf69", "#f2cc0c", "#8ab8ff", "#ff780a", "#f2495c", "#5794f2", "#b877d9", "#705da0",
          "#37872d", "#fade2a");

  private final PrometheusServer prometheus;
  private final GrafanaDashboard dashboard;
  private final Duration time;
  private final StringBuilder out = new StringBuilder();

  private DashboardPicture(PrometheusServer prometheus, GrafanaDashboard dashboard, Duration time) {
    this.prometheus = prometheus;
    this.dashboard = dashboard;
    this.time = time;
  }

  public static void main(String[] arguments) throws Exception {
    Duration time = Duration.ofSeconds(Long.parseLong(arguments[1]));
    try (PrometheusServer prometheus =
        PrometheusServer.scraping(List.of(Integer.parseInt(arguments[0])))) {
      Thread.sleep(time.toMillis()); // what is drawn is this time
      Files.writeString(FILE, svg(prometheus, GrafanaDashboard.shipped(), time));
    }
  }

  /** The main panels over the last so much time, as SVG. */
  static String svg(PrometheusServer prometheus, GrafanaDashboard dashboard, Duration time)
      throws IOException, InterruptedException {
    return new DashboardPicture(prometheus, dashboard, time).draw();
  }

  /** A panel and where it stands. */
  private record Placed(JsonObject panel, double x, double y, double width, double height) {}

  private String draw() throws IOException, InterruptedException {
    List<Placed> panels = placed();
    double height = panels.stream().mapToDouble(each -> each.y + each.height).max().orElse(0);
    out.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %.0f\" font-family=\"sans-serif\""
                + " font-size=\"12\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"#111217\"/>%n",
            WIDTH,
            height + GAP));
    for (Placed each : panels) {
      out.append(
          String.format(
              Locale.ROOT,
              "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"2\" fill=\"#181b1f\" stroke=\"#2c3235\"/>%n",
              each.x,
              each.y,
              each.width,
              each.height));
      String title = each.panel.get("title").getAsString();
      text(each.x + 8, each.y + 18, "start", "#ccccdc", " font-weight=\"bold\"", title);
      switch (each.panel.get("type").getAsString()) {
        case "stat" -> stat(each);
        case "timeseries" -> lines(each);
        case "table" -> table(each);
        default -> throw new IllegalArgumentException("no picture of " + title);
      }
    }
    return out.append("</svg>\n").toString();
  }

  /** As in the dashboard, but closed up where panels and rows between them are left out. */
  private List<Placed> placed() {
    Map<Integer, List<JsonObject>> bands = new TreeMap<>();
    for (JsonObject panel : dashboard.panels()) {
      if (PANELS.contains(panel.get("title").getAsString())
          && !panel.get("type").getAsString().equals("row")) {
        bands.computeIfAbsent(grid(panel, "y"), y -> new ArrayList<>()).add(panel);
      }
    }
    List<Placed> placed = new ArrayList<>();
    double y = GAP;
    for (List<JsonObject> band : bands.values()) {
      int columns = band.stream().mapToInt(panel -> grid(panel, "w")).sum();
      int rows = band.stream().mapToInt(panel -> grid(panel, "h")).max().orElseThrow();
      double x = 0;
      for (JsonObject panel : band) {
        double width = grid(panel, "w") * 24.0 / columns * COLUMN;
        placed.add(new Placed(panel, x + GAP, y, width - 2 * GAP, rows * ROW - GAP));
        x += width;
      }
      y += rows * ROW;
    }
    return placed;
  }

  private static int grid(JsonObject panel, String side) {
    return panel.getAsJsonObject("gridPos").get(side).getAsInt();
  }

  private void stat(Placed place) throws IOException, InterruptedException {
    JsonObject target = GrafanaDashboard.objects(place.panel, "targets").get(0);
    double value = prometheus.query(expression(target)).stream().mapToDouble(Sample::value).sum();
    text(
        place.x + place.width / 2,
        place.y + place.height / 2 + 24,
        "middle",
        "#73bf69",
        " font-size=\"34\"",
        words(value, unit(place)));
  }

  private void table(Placed place) throws IOException, InterruptedException {
    JsonObject target = GrafanaDashboard.objects(place.panel, "targets").get(0);
    List<Sample> rows = new ArrayList<>(prometheus.query(expression(target)));
    rows.sort(Comparator.comparingDouble(Sample::value).reversed());
    double y = place.y + 42;
    row(place, y, "#6e9fff", "Threads", "Verdict", "Line");
    for (Sample each : rows) {
      y += 19;
      if (y > place.y + place.height - 6) {
        return;
      }
      Map<String, String> labels = each.labels();
      row(
          place,
          y,
          "#ccccdc",
          words(each.value(), unit(place)),
          labels.getOrDefault("verdict", ""),
          labels.getOrDefault("culprit", ""));
    }
  }

  private void row(Placed place, double y, String colour, String... cells) {
    text(place.x + 80, y, "end", colour, "", cells[0]);
    text(place.x + 100, y, "start", colour, "", cells[1]);
    text(place.x + 200, y, "start", colour, "", cells[2]);
  }

  private void lines(Placed place) throws IOException, InterruptedException {
    List<Line> lines = new ArrayList<>();
    for (JsonObject target : GrafanaDashboard.objects(place.panel, "targets")) {
      String legend = target.get("legendFormat").getAsString();
      for (Series each :
          prometheus.range(expression(target), time, time.dividedBy(POINTS).plusMillis(1))) {
        lines.add(new Line(GrafanaDashboard.legend(legend, each.labels()), each.values()));
      }
    }
    lines.sort(Comparator.comparingDouble(Line::last).reversed());
    if (lines.size() > MOST_LINES) {
      lines.subList(MOST_LINES, lines.size()).clear();
    }
    // The legend stands below, or beside where there is room.
    boolean wide = place.width > WIDTH / 2.0;
    double left = place.x + 62;
    double right = place.x + (wide ? place.width * 0.45 : place.width) - 24;
    double top = place.y + 34;
    double bottom = place.y + place.height - 24 - (wide ? 0 : 4 + LEGEND_LINE * lines.size());
    double legendLeft = wide ? right + 40 : left;
    double legendTop = wide ? top : bottom + 28;
    double most = lines.stream().mapToDouble(Line::most).max().orElse(0);
    double step = step(most);
    double high = Math.max(step, Math.ceil(most / step) * step);
    for (double tick = 0; tick <= high + step / 2; tick += step) {
      double y = bottom - (bottom - top) * tick / high;
      line(left, y, right, y, "#2c3235");
      text(left - 6, y + 4, "end", "#8e8e9a", "", words(tick, unit(place)));
    }
    for (int minute = 0; minute <= time.toMinutes(); minute++) {
      double x = right - (right - left) * minute * 60 / time.toSeconds();
      text(x, bottom + 15, "middle", "#8e8e9a", "", minute == 0 ? "now" : "-" + minute + " min");
    }
    long end = lines.stream().flatMapToLong(Line::times).max().orElse(0);
    for (int i = 0; i < lines.size(); i++) {
      String colour = COLOURS.get(i % COLOURS.size());
      StringBuilder points = new StringBuilder();
      for (Map.Entry<Long, Double> point : lines.get(i).values.entrySet()) {
        double x = right - (right - left) * (end - point.getKey()) / time.toMillis();
        double y = bottom - (bottom - top) * point.getValue() / high;
        points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
      }
      out.append(
          String.format(
              "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"/>%n",
              points.toString().strip(), colour));
      double y = legendTop + LEGEND_LINE * i;
      out.append(
          String.format(
              Locale.ROOT,
              "<rect x=\"%.1f\" y=\"%.1f\" width=\"12\" height=\"4\" fill=\"%s\"/>%n",
              legendLeft,
              y - 6,
              colour));
      text(legendLeft + 70, y, "end", "#ccccdc", "", words(lines.get(i).last(), unit(place)));
      text(legendLeft + 82, y, "start", "#ccccdc", "", lines.get(i).name);
    }
  }

  /** A line of a graph: milliseconds since the epoch, and what it was then. */
  private record Line(String name, TreeMap<Long, Double> values) {
    double last() {
      return values.isEmpty() ? 0 : values.lastEntry().getValue();
    }

    double most() {
      return values.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    java.util.stream.LongStream times() {
      return values.keySet().stream().mapToLong(Long::longValue);
    }
  }

  private static String expression(JsonObject target) {
    return GrafanaDashboard.replaced(
        target.get("expr").getAsString(),
        Map.of("job", ".+", "instance", ".+", "__rate_interval", "5s", "__range", "60s"));
  }

  private static String unit(Placed place) {
    return place
        .panel
        .getAsJsonObject("fieldConfig")
        .getAsJsonObject("defaults")
        .get("unit")
        .getAsString();
  }

  /** Four or five lines of the grid, at round numbers. */
  private static double step(double most) {
    double power = Math.pow(10, Math.floor(Math.log10(Math.max(most, 1) / 4)));
    for (double times : new double[] {1, 2, 5, 10}) {
      if (most / (power * times) <= 5) {
        return power * times;
      }
    }
    throw new AssertionError(most);
  }

  private static String words(double value, String unit) {
    if (unit.equals("bytes")) {
      return String.format(Locale.ROOT, "%.0f MB", value / 1e6);
    }
    return value < 10_000
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.1fk", value / 1e3);
  }

  private void line(double x1, double y1, double x2, double y2, String colour) {
    out.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>%n",
            x1,
            y1,
            x2,
            y2,
            colour));
  }

  private void text(double x, double y, String anchor, String colour, String more, String words) {
    out.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\"%s>%s</text>%n",
            x,
            y,
            anchor,
            colour,
            more,
            words.replace("&", "&amp;").replace("<", "&lt;")));
  }
}
