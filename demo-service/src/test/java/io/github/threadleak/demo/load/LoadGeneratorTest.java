package io.github.threadleak.demo.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.threadleak.demo.Scenario;
import io.github.threadleak.demo.scenario.Workers;
import io.github.threadleak.demo.service.DemoService;
import io.javalin.Javalin;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.PlatformManagedObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Service and load over real sockets; the JVM's own thread dump is the judge. */
class LoadGeneratorTest {
  private static final Pattern NAME =
      Pattern.compile("\"name\": \"(fixed-)?(quote|fetch|audit|pump|heartbeat)-\\d+\"");

  @TempDir private Path directory;

  @Test
  void countsExactlyWhatTheServiceLeaks() throws Exception {
    Javalin service = DemoService.start(0);
    try {
      LoadGenerator load =
          new LoadGenerator(
              service.port(), EnumSet.allOf(Scenario.class), Duration.ofSeconds(6), 42);
      load.start(true);
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

  private void awaitThreads(Map<String, Long> expected) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    Map<String, Long> seen = threads();
    while (!seen.equals(expected) && System.nanoTime() - end < 0) {
      Thread.sleep(100);
      seen = threads();
    }
    assertThat(seen).isEqualTo(expected);
  }

  private Map<String, Long> threads() throws Exception {
    String dump = Workers.areVirtual() ? dumpOfJdk21() : dumpOfJdk17();
    Map<String, Long> counts = new TreeMap<>();
    Matcher name = NAME.matcher(dump);
    while (name.find()) {
      counts.merge((name.group(1) == null ? "" : "fixed-") + name.group(2), 1L, Long::sum);
    }
    return counts;
  }

  private static String dumpOfJdk17() {
    StringBuilder dump = new StringBuilder();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      dump.append("\"name\": \"").append(thread.getName()).append("\"\n");
    }
    return dump.toString();
  }

  // HotSpotDiagnosticMXBean.dumpThreads, by reflection: it came with 21, and it is the one that
  // sees virtual threads.
  private String dumpOfJdk21() throws IOException, ReflectiveOperationException {
    Class<?> type = Class.forName("com.sun.management.HotSpotDiagnosticMXBean");
    Object bean = ManagementFactory.getPlatformMXBean(type.asSubclass(PlatformManagedObject.class));
    Class<?> format = Class.forName(type.getName() + "$ThreadDumpFormat");
    Object json = format.getField("JSON").get(null);
    Path file = directory.resolve("dump.json");
    Files.deleteIfExists(file);
    type.getMethod("dumpThreads", String.class, format).invoke(bean, file.toString(), json);
    return Files.readString(file);
  }
}
