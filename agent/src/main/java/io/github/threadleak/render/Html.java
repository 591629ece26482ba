package io.github.threadleak.render;

import com.google.gson.stream.JsonWriter;
import io.github.threadleak.site.Frame;
import io.github.threadleak.snapshot.Group;
import io.github.threadleak.snapshot.Grouping;
import io.github.threadleak.snapshot.Snapshot;
import io.github.threadleak.snapshot.Spawn;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code format=html}: one file that needs no other, to look at or attach to a ticket. The table is
 * there without scripts; {@code report.js} adds the graph, sorting and search. The policy in its
 * head lets that one script run and that one style apply, so nothing that a thread or class is
 * called can become code.
 */
public final class Html implements GroupFormat {
  @Override
  public void write(Report report, Writer out) throws IOException {
    String style = resource("report.css");
    String script = resource("report.js");
    out.append(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
        script-src '%s'; style-src '%s'; base-uri 'none'; form-action 'none'">
        <meta name="viewport" content="width=device-width">
        <meta name="color-scheme" content="light dark">
        <meta name="referrer" content="no-referrer">
        """
            .formatted(hash(script), hash(style)));
    String title = report.profile().path() + " of process " + report.head().pid();
    out.append("<title>" + title + "</title>\n<style>").append(style);
    out.append("</style>\n</head>\n<body>\n<h1>" + title + "</h1>\n");
    writeFacts(report, out);
    out.append(
        """
        <div id="tools" hidden>
        <label>Search <input id="search" type="search"></label>
        <button id="reset" type="button">Reset zoom</button>
        <span id="status" role="status"></span>
        </div>
        <div id="graph" role="group" aria-label="Threads by spawn site and parked stack" hidden></div>
        """);
    HtmlTable.write(report, out);
    out.append("<script type=\"application/json\" id=\"data\">");
    writeData(report, out);
    out.append("</script>\n<script>").append(script).append("</script>\n</body>\n</html>\n");
  }

  private static void writeFacts(Report report, Writer out) throws IOException {
    Snapshot snapshot = report.snapshot();
    Json.Head head = report.head();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Time", snapshot.time().toString());
    facts.put("JVM", head.jvmVendor() + " " + head.jvmVersion());
    facts.put("Process", Long.toString(head.pid()));
    facts.put(
        "Shown",
        "%d threads in %d groups (platform %d, virtual %d)"
            .formatted(
                snapshot.platform() + snapshot.virtual(),
                snapshot.groups().size(),
                snapshot.platform(),
                snapshot.virtual()));
    facts.put(
        "In the JVM",
        "platform %d, virtual %d"
            .formatted(snapshot.totals().platform(), snapshot.totals().virtual()));
    facts.put(
        "Filters",
        report.filters().isEmpty() ? "none" : Words.plain(String.join(" ", report.filters())));
    facts.put(
        "Grouped by", report.grouping().word() + (report.exact() ? ", every stack read" : ""));
    if (report.hasScaledCounts()) {
      facts.put("Counts", "scaled from samples");
    }
    facts.put("Agent", "threadleak " + head.agentVersion());
    out.append("<dl>\n");
    for (Map.Entry<String, String> fact : facts.entrySet()) {
      out.append("<div><dt>" + fact.getKey() + "</dt><dd>");
      out.append(escaped(fact.getValue())).append("</dd></div>\n");
    }
    out.append("</dl>\n");
  }

  /** What the graph is drawn from: each frame once, each group's stacks as numbers of frames. */
  private static void writeData(Report report, Writer out) throws IOException {
    Map<Frame, Integer> numbers = new HashMap<>();
    JsonWriter json = new JsonWriter(out);
    json.setHtmlSafe(true);
    json.beginObject().name("groups").beginArray();
    for (Group group : report.snapshot().groups()) {
      json.beginObject().name("count").value(group.count());
      Spawn spawn = group.spawn();
      String unknown = group.spawnUnknown();
      if (report.grouping() != Grouping.PARKED) {
        String site = spawn == null ? unknown : spawn.site().culpritText();
        json.name("site").value(Words.plain(site == null ? "unknown" : site));
      }
      write(json, "parked", group.parkedStack(), numbers);
      if (spawn != null) {
        write(json, "spawn", spawn.stack(), numbers);
      }
      json.endObject();
    }
    json.endArray().name("frames").beginArray();
    Frame[] frames = new Frame[numbers.size()];
    numbers.forEach((frame, number) -> frames[number] = frame);
    for (Frame frame : frames) {
      json.beginArray();
      json.value(Words.plain(frame.qualifiedMethod())).value(Words.plain(frame.place()));
      json.value(frame.isJdk()).endArray();
    }
    json.endArray().endObject();
  }

  private static void write(
      JsonWriter json, String name, List<Frame> frames, Map<Frame, Integer> numbers)
      throws IOException {
    json.name(name).beginArray();
    for (Frame frame : frames) {
      json.value(numbers.computeIfAbsent(frame, f -> numbers.size()));
    }
    json.endArray();
  }

  /** Text for an element or a quoted attribute. */
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '&' -> escaped.append("&amp;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = Html.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException(name + " is not in the agent's jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String hash(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible); // every Java platform has SHA-256
    }
  }
}
