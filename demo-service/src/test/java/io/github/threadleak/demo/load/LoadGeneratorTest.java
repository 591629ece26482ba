package io.github.threadleak.demo.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.threadleak.demo.JvmThreads;
import io.github.threadleak.demo.Scenario;
import io.github.threadleak.demo.scenario.Workers;
import io.github.threadleak.demo.service.DemoService;
import io.javalin.Javalin;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Service and load over real sockets; the JVM's own thread dump is the judge. */
class LoadGeneratorTest {
  private static final Pattern NAME =
      Pattern.compile("((?:fixed-)?(?:quote|fetch|audit|pump|heartbeat))-\\d+");

  @Test
  void countsExactlyWhatTheServiceLeaks() throws Exception {
    Javalin service = DemoService.start(0);
    try {
      LoadGenerator load =
          new LoadGenerator(
              service.port(), EnumSet.allOf(Scenario.class), Duration.ofSeconds(6), 42);
      load.start(Workers.areVirtual());
      assertThat(load.join(Duration.ofSeconds(60))).isTrue();

      for (Scenario scenario : Scenario.values()) {
        assertThat(load.leaking(scenario).failures()).as(scenario.id()).isZero();
        assertThat(load.fixed(scenario).failures()).as(scenario.id()).isZero();
        assertThat(load.fixed(scenario).calls()).as(scenario.id()).isPositive();
      }
      assertThat(load.leaking(Scenario.FAN_OUT).disconnects()).isPositive();
      assertThat(load.leaking(Scenario.NOTIFICATIONS).disconnects()).isPositive();
      long subscribers = leaked(load, Scenario.NOTIFICATIONS);
      awaitThreads(
          Map.of(
              "quote",
              leaked(load, Scenario.TIMEOUT_HANDOFF),
              "fetch",
              leaked(load, Scenario.FAN_OUT),
              "audit",
              leaked(load, Scenario.AUDIT_LOG),
              "pump",
              subscribers,
              "heartbeat",
              subscribers,
              "fixed-audit",
              1L));
    } finally {
      service.stop();
    }
  }

  private static long leaked(LoadGenerator load, Scenario scenario) {
    long leaked = scenario.leakedOf(load.leaking(scenario).least());
    assertThat(leaked).as(scenario.id()).isPositive();
    return leaked;
  }

  private static void awaitThreads(Map<String, Long> expected) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    Map<String, Long> seen = threads();
    while (!seen.equals(expected) && System.nanoTime() - end < 0) {
      Thread.sleep(100);
      seen = threads();
    }
    assertThat(seen).isEqualTo(expected);
  }

  private static Map<String, Long> threads() {
    Map<String, Long> counts = new TreeMap<>();
    for (String thread : JvmThreads.names()) {
      Matcher name = NAME.matcher(thread);
      if (name.matches()) {
        counts.merge(name.group(1), 1L, Long::sum);
      }
    }
    return counts;
  }
}
