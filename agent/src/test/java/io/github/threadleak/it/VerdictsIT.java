package io.github.threadleak.it;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.threadleak.it.VerdictsTable.CleanTwin;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Holds the verdicts to account: every program of the {@link Corpus} that leaks is accused on every
 * JDK, none that does not. A leak has a JVM of its own; those that do not leak share one, several
 * at a time. Most of the time is spent in waiting, so many JVMs run at once.
 */
class VerdictsIT {
  private static final int AT_ONCE = 12;
  private static final int TWINS_IN_A_JVM = 8;

  /** {@code -Dcorpus=FanOut} for one program; a pattern for some. */
  private static final String WHICH = System.getProperty("corpus", ".*");

  private static final Collection<Outcome> OUTCOMES = new ConcurrentLinkedQueue<>();
  private static final Set<CleanTwin> CLEAN = ConcurrentHashMap.newKeySet();
  private static final ExecutorService RUNNERS = Executors.newFixedThreadPool(AT_ONCE);
  private static final long STARTED = System.nanoTime();

  @TestFactory
  Stream<DynamicTest> accusesWhatLeaksAndNothingElse() {
    List<CorpusProgram> programs =
        Corpus.programs().stream().filter(program -> program.name().matches(WHICH)).toList();
    Map<String, Callable<?>> runs = new TreeMap<>();
    for (Jdk jdk : Jdks.found()) {
      // compiled before the JVMs need the processors
      Programs.of(jdk);
      List<CorpusProgram> here = programs.stream().filter(program -> program.runsOn(jdk)).toList();
      addTwins(runs, jdk, "fixed", here);
      addTwins(runs, jdk, "leaking", here.stream().filter(CorpusProgram::isControl).toList());
      for (CorpusProgram program : here) {
        if (program.hasLeak()) {
          // the slow ones first
          boolean slow = program.verdict().equals("suspected");
          runs.put((slow ? "2 " : "3 ") + program + " leaks, " + jdk, noted(program, jdk));
        }
      }
    }
    // all at once into the queue, so that the tests below only wait
    List<DynamicTest> tests = new ArrayList<>();
    runs.forEach((name, run) -> tests.add(test(name.substring(2), RUNNERS.submit(run))));
    return tests.stream();
  }

  private static void addTwins(
      Map<String, Callable<?>> runs, Jdk jdk, String form, List<CorpusProgram> programs) {
    for (String kind : List.of("platform", "virtual")) {
      List<CorpusProgram> same =
          programs.stream().filter(program -> program.kindOn(jdk).equals(kind)).toList();
      for (int from = 0; from < same.size(); from += TWINS_IN_A_JVM) {
        TwinRun run =
            new TwinRun(
                same.subList(from, Math.min(same.size(), from + TWINS_IN_A_JVM)), jdk, form);
        runs.put(
            "1 " + run,
            () -> {
              for (CorpusProgram program : run.call()) {
                CLEAN.add(new CleanTwin(program.name(), form, jdk.feature()));
              }
              return null;
            });
      }
    }
  }

  private static Callable<?> noted(CorpusProgram program, Jdk jdk) {
    LeakingRun run = new LeakingRun(program, jdk);
    return () -> OUTCOMES.add(run.call());
  }

  private static DynamicTest test(String name, Future<?> run) {
    return dynamicTest(
        name,
        () -> {
          try {
            run.get();
          } catch (ExecutionException failed) {
            throw failed.getCause();
          }
        });
  }

  @AfterAll
  static void writeTable() throws IOException {
    RUNNERS.shutdownNow();
    OUTCOMES.forEach(
        outcome ->
            System.out.println(
                "[corpus] "
                    + outcome.program()
                    + ", "
                    + outcome.jdk()
                    + ": "
                    + outcome.verdict()
                    + " after "
                    + outcome.seconds()
                    + " s "
                    + outcome.proof()));
    System.out.println(
        "[corpus] took " + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - STARTED) + " s");
    if (Boolean.getBoolean("regenerate") && WHICH.equals(".*")) {
      VerdictsTable.write(OUTCOMES, CLEAN);
    }
  }
}
