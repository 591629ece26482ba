package io.github.threadleak.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The files in docs/prometheus, as promtool reads and runs them. */
class PrometheusRulesIT {
  private static final Path FOLDER = Path.of("..", "docs", "prometheus");

  @Test
  void configurationAndRulesAreWellFormed() throws IOException {
    run("check", "config", FOLDER.resolve("prometheus.yml"));
    run("check", "rules", FOLDER.resolve("threadleak-rules.yml"));
  }

  @Test
  void alertsFireWhenTheyShouldAndOnlyThen() throws IOException {
    run("test", "rules", FOLDER.resolve("tests").resolve("threadleak-rules-test.yml"));
  }

  private static void run(String command, String what, Path file) throws IOException {
    Tools.needOnPath("promtool");
    Finished promtool = Finished.run(List.of("promtool", command, what, file.toString()));
    assertThat(promtool.exitCode()).as(promtool.stdout() + promtool.stderr()).isZero();
  }
}
