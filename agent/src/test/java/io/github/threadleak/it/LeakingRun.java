package io.github.threadleak.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.threadleak.it.CorpusProgram.Leak;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * The leaking form of a program on a JDK: each line that leaks is accused in time, no other is, and
 * what nothing can wake any more is proven.
 */
final class LeakingRun implements Callable<Outcome> {
  private final CorpusProgram program;
  private final Jdk jdk;
  private final Map<Leak, String> verdicts = new LinkedHashMap<>();

  LeakingRun(CorpusProgram program, Jdk jdk) {
    this.program = program;
    this.jdk = jdk;
  }

  /**
   * How long the evidence may take. A stuck thread has been parked for eight seconds, and a virtual
   * one on G1 is known to have been only from a collection on; growth is judged over a window of
   * thirty. The rest is for censuses that a busy machine puts off.
   */
  private Duration patience() {
    return Duration.ofSeconds(
        switch (program.verdict()) {
          case "deadlocked" -> 15;
          case "stuck" -> 30;
          default -> 60;
        });
  }

  @Override
  public Outcome call() throws Exception {
    String kind = program.kindOn(jdk);
    try (Watched watched = Watched.start(jdk, "96m", "corpus." + program.name(), "leaking", kind)) {
      try {
        // Said before the first thread is leaked.
        watched.jvm().awaitReady();
        long started = System.nanoTime();
        awaitVerdicts(watched);
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started);
        String proof = new Prover(watched, program, kind.equals("virtual")).prove();
        return new Outcome(program, jdk, String.join(" and ", words()), seconds, proof);
      } catch (AssertionError | IOException failure) {
        throw new AssertionError(
            program + " on " + jdk + ", " + kind + ": " + failure + watched.evidence(), failure);
      }
    }
  }

  private List<String> words() {
    return verdicts.values().stream().distinct().toList();
  }

  private void awaitVerdicts(Watched watched) throws Exception {
    Deadline deadline = Deadline.in(patience());
    while (true) {
      note(watched.accused());
      if (verdicts.size() == program.leaks().size()) {
        break;
      }
      if (deadline.passed()) {
        throw new AssertionError(
            "no verdict on "
                + program.leaks().stream().filter(leak -> !verdicts.containsKey(leak)).toList()
                + " within "
                + patience());
      }
      Thread.sleep(500);
    }
    if (program.verdict().equals("deadlocked")) {
      assertThat(words()).containsExactly("deadlocked");
    }
  }

  private void note(List<JsonObject> accused) {
    for (JsonObject group : accused) {
      String culprit = Accounting.culpritOf(group);
      List<Leak> there = program.leaks().stream().filter(leak -> leak.isAt(culprit)).toList();
      assertThat(there).as("a leak at %s, accused in %s", culprit, group).isNotEmpty();
      for (Leak leak : there) {
        if (group.get("reason").getAsString().equals(leak.reason())) {
          verdicts.putIfAbsent(leak, group.get("verdict").getAsString());
        }
      }
    }
  }
}
