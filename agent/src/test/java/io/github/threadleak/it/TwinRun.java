package io.github.threadleak.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Programs in one JVM that leak no thread: as long as the slowest leak needs for its verdict, there
 * is none here, and nothing is proven.
 */
final class TwinRun implements Callable<List<CorpusProgram>> {
  private static final Duration WATCHED = Duration.ofSeconds(45);

  private final List<CorpusProgram> programs;
  private final Jdk jdk;
  private final String form;

  TwinRun(List<CorpusProgram> programs, Jdk jdk, String form) {
    this.programs = programs;
    this.jdk = jdk;
    this.form = form;
  }

  @Override
  public List<CorpusProgram> call() throws Exception {
    String kind = programs.get(0).kindOn(jdk);
    List<Object> arguments = new ArrayList<>(List.of(form, kind));
    programs.forEach(program -> arguments.add(program.name()));
    try (Watched watched = Watched.start(jdk, "300m", "corpus.Together", arguments.toArray())) {
      try {
        watch(watched, WATCHED);
        new Prover(watched, null, kind.equals("virtual")).prove();
        watch(watched, Duration.ofSeconds(2));
        assertThat(watched.jvm().stdout()).as("programs that run").hasSize(programs.size());
        return programs;
      } catch (AssertionError | IOException failure) {
        throw new AssertionError(this + ": " + failure + watched.evidence(), failure);
      }
    }
  }

  private static void watch(Watched watched, Duration time) throws Exception {
    watched.jvm().awaitReady();
    Deadline deadline = Deadline.in(time);
    while (!deadline.passed()) {
      assertThat(watched.accused()).as("accused").isEmpty();
      Thread.sleep(500);
    }
  }

  @Override
  public String toString() {
    return programs + " " + form + " on " + jdk;
  }
}
