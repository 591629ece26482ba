package io.github.threadleak.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The table of the corpus in {@code docs/verdicts.md}. */
final class VerdictsTable {
  static final Path DOCUMENT =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("../docs/verdicts.md");

  private static final String BEGIN =
      "<!-- Made by VerdictsIT: ./mvnw -pl agent verify -Dit.test=VerdictsIT"
          + " -Dregenerate=true -->\n";
  private static final String END = "<!-- end of the table -->\n";

  private VerdictsTable() {}

  /** Writes the table anew, between its marks. */
  static void write(Collection<Outcome> outcomes, Set<CleanTwin> clean) throws IOException {
    String document = Files.readString(DOCUMENT);
    Files.writeString(
        DOCUMENT,
        document.substring(0, document.indexOf(BEGIN) + BEGIN.length())
            + table(outcomes, clean)
            + document.substring(document.indexOf(END)));
  }

  /** The programs that the document lists, in its order. */
  static List<String> listed() throws IOException {
    String document = Files.readString(DOCUMENT);
    return document
        .substring(document.indexOf(BEGIN), document.indexOf(END))
        .lines()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.substring(3, line.indexOf('`', 3)))
        .toList();
  }

  /** A program that was watched and not accused, in a form that leaks nothing. */
  record CleanTwin(String program, String form, int jdk) {}

  private static String table(Collection<Outcome> outcomes, Set<CleanTwin> clean) {
    StringBuilder table = new StringBuilder("\n| program | parked on |");
    StringBuilder rule = new StringBuilder("|---|---|");
    for (int feature : Jdks.LONG_TERM) {
      table.append(" JDK ").append(feature).append(" |");
      rule.append("---|");
    }
    table.append(" twin stayed clean on |\n").append(rule).append("---|\n");
    for (CorpusProgram program : Corpus.programs()) {
      table.append("| `").append(program.name()).append("` | ").append(parkedOn(program));
      for (int feature : Jdks.LONG_TERM) {
        table.append(" | ").append(cell(program, feature, outcomes));
      }
      table.append(" | ").append(cleanOn(program, clean)).append(" |\n");
    }
    return table.append('\n').toString();
  }

  private static String parkedOn(CorpusProgram program) {
    if (program.isControl()) {
      return "a control";
    }
    return program.hasLeak()
        ? program.leaks().stream()
            .map(leak -> "`" + leak.reason() + "`")
            .distinct()
            .collect(Collectors.joining(", "))
        : "no leak";
  }

  private static String cell(CorpusProgram program, int feature, Collection<Outcome> outcomes) {
    List<String> cells = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      if (outcome.program().name().equals(program.name()) && outcome.jdk().feature() == feature) {
        String proof = outcome.proof().isEmpty() ? "" : "; proven: " + outcome.proof();
        cells.add(outcome.verdict() + " " + outcome.seconds() + " s" + proof);
      }
    }
    return String.join(", ", cells);
  }

  private static String cleanOn(CorpusProgram program, Set<CleanTwin> clean) {
    List<String> forms = program.isControl() ? List.of("fixed", "leaking") : List.of("fixed");
    return Jdks.LONG_TERM.stream()
        .filter(
            feature ->
                forms.stream()
                    .allMatch(form -> clean.contains(new CleanTwin(program.name(), form, feature))))
        .map(String::valueOf)
        .collect(Collectors.joining(", "));
  }
}
