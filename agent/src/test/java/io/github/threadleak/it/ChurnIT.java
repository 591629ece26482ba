package io.github.threadleak.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

/**
 * The probes never wait: carriers busy with parking, starting and ending threads go on to the end.
 */
class ChurnIT {
  private static final int RUNS = 20;
  private static final int CHURN_MILLIS = 1_200;

  @OnEveryJdk(from = 21)
  void neverDeadlocksBusyCarriers(Jdk jdk) throws Exception {
    for (int run = 0; run < RUNS; run++) {
      try (ForkedJvm jvm =
          ForkedJvm.on(jdk).agent("census-interval=1s").run("BusyChurn", CHURN_MILLIS)) {
        // a scrape in the midst of it
        assertThat(jvm.metrics()).containsKey("threadleak_threads{kind=\"virtual\"}");
        String done = jvm.awaitLine("DONE ", Duration.ofSeconds(30));
        assertThat(Long.parseLong(done.split(" ")[1])).isGreaterThan(1_000);
        Accounting.verify(jvm.awaitReady());
        jvm.exit();
      }
    }
  }

  /** Each collector moves and frees the threads' stacks in its own way. */
  @OnEveryJdk(from = 21)
  void survivesChurnUnderEachCollector(Jdk jdk) throws Exception {
    for (String collector :
        new String[] {"-XX:+UseSerialGC", "-XX:+UseParallelGC", "-XX:+UseZGC"}) {
      try (ForkedJvm jvm =
          ForkedJvm.on(jdk)
              .jvm(collector, "-Xmx512m")
              .agent("census-interval=1s")
              .run("BusyChurn", CHURN_MILLIS)) {
        jvm.awaitLine("DONE ", Duration.ofSeconds(40));
        Accounting.verify(jvm.awaitReady());
        jvm.exit();
      }
    }
  }
}
