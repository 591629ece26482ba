package io.github.threadleak.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScenarioTest {
  @ParameterizedTest
  @EnumSource(Scenario.class)
  void everyLeakingLineStandsOnceInItsSource(Scenario scenario) throws IOException {
    for (LeakSite site : scenario.leakSites()) {
      Path source = Path.of("src/main/java", site.type().getName().replace('.', '/') + ".java");
      assertThat(Files.readAllLines(source))
          .filteredOn(line -> line.contains(site.code()))
          .as(site.toString())
          .hasSize(1);
      assertThat(site.type().getDeclaredMethods())
          .extracting(method -> method.getName())
          .contains(site.method());
    }
  }

  @ParameterizedTest
  @EnumSource(Scenario.class)
  void everyBlockerIsMadeInItsSource(Scenario scenario) throws IOException {
    Path source =
        Path.of("src/main/java", scenario.leaking().getName().replace('.', '/') + ".java");
    for (LeakSite site : scenario.leakSites()) {
      // The queue of a pool is made in the JDK.
      if (site.waits().blocker().isPresent() && site.waits().pool().isEmpty()) {
        assertThat(Files.readString(source))
            .contains("new " + site.waits().blocker().get().getSimpleName() + "<>(");
      }
    }
  }

  @Test
  void onlyTheControlLeaksNoThread() {
    assertThat(Scenario.values())
        .filteredOn(scenario -> scenario.leakSites().isEmpty())
        .containsExactly(Scenario.DEDUP_CACHE);
  }

  @Test
  void theAuditLogSwallowsAsManyRecordsAsItsQueueHolds() {
    assertThat(Scenario.AUDIT_LOG.leakedOf(100)).isZero();
    assertThat(Scenario.AUDIT_LOG.leakedOf(256)).isZero();
    assertThat(Scenario.AUDIT_LOG.leakedOf(300)).isEqualTo(44);
    assertThat(Scenario.FAN_OUT.leakedOf(300)).isEqualTo(300);
  }

  @Test
  void theScriptKnowsTheSameScenarios() throws IOException {
    String ids =
        Arrays.stream(Scenario.values()).map(Scenario::id).collect(Collectors.joining(" "));
    assertThat(Files.readString(Path.of("../demo"))).contains("SCENARIOS=\"" + ids + "\"");
  }
}
