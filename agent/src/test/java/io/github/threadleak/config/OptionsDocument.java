package io.github.threadleak.config;

/** Writes {@code docs/options.md} from the table of {@link Option}. */
final class OptionsDocument {
  private OptionsDocument() {}

  static String text() {
    StringBuilder text =
        new StringBuilder(
            """
            # Options

            <!-- Made from the table in config/Option.java by OptionsDocumentTest: ./mvnw -pl agent test -Dregenerate=true -->

            Every option can be given in four ways. Where two disagree, the one higher up wins:

            | | way | example |
            |---|---|---|
            | 1 | agent arguments | `java -javaagent:threadleak-agent.jar=port=9000,log=debug -jar app.jar` |
            | 2 | system property | `-Dthreadleak.census-interval=5s` |
            | 3 | environment variable | `THREADLEAK_CENSUS_INTERVAL=5s` |
            | 4 | properties file, named by `config` | `census-interval=5s` |

            Arguments are separated by commas, so a value cannot hold one; the items of a list are separated by `;`. An
            unknown key or a value that is not allowed is one line on stderr; that key takes its default, and the
            application starts. Variables that Kubernetes sets for a Service named `threadleak`
            (`THREADLEAK_PORT=tcp://...`) and empty variables are ignored.

            | key | default | values | meaning |
            |---|---|---|---|
            """);
    for (Option option : Option.values()) {
      String value = option.defaultText();
      text.append("| `").append(option.key()).append("` | ");
      text.append(value == null ? "none" : "`" + value + "`").append(" | ");
      text.append(option.allowed()).append(" | ").append(option.meaning());
      text.append(" |\n");
    }
    return text.append(
            """

            A duration is a whole number and its unit: `ms`, `s`, `m`, `h` or `d`.
            """)
        .toString();
  }
}
