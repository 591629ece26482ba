package io.github.threadleak.parking;

import java.util.List;
import java.util.stream.Collectors;

/** Writes the table of reasons in {@code docs/how-it-works.md} from the {@link Rules}. */
final class ReasonsDocument {
  private static final String BEGIN =
      "<!-- Made from parking/Rules.java by ReasonsDocumentTest: ./mvnw -pl agent test"
          + " -Dregenerate=true -->\n";
  private static final String END = "<!-- end of the table -->\n";

  private ReasonsDocument() {}

  /** The document with the table as it should be. */
  static String in(String document) {
    int begin = document.indexOf(BEGIN);
    int end = document.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException("no place for the table: " + BEGIN + END);
    }
    return document.substring(0, begin)
        + BEGIN
        + table()
        + END
        + document.substring(end + END.length());
  }

  private static String table() {
    StringBuilder table = new StringBuilder("\n| reason | told by | seen on |\n|---|---|---|\n");
    for (Rule rule : Rules.all()) {
      table.append("| `").append(rule.reason().words()).append("` | ");
      table.append(rule.told()).append(" | ");
      table.append(versions(rule.seenOn())).append(" |\n");
    }
    return table
        .append("| `")
        .append(Reason.UNKNOWN.words())
        .append("` | nothing above | |\n\n")
        .toString();
  }

  private static String versions(List<Integer> versions) {
    return versions.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
