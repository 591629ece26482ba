import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * What the agent costs, roughly: {@code java benchmarks/Costs.java [PAIRS]} on JDK 21 or later, after {@code ./mvnw
 * package}. Each figure is the median over pairs of runs, without and with the agent in turn, each in a JVM of its own;
 * prints a markdown table.
 */
public class Costs {
  private static final String AGENT = "agent/target/threadleak-agent.jar";
  private static final int SPAWNS = 1_000_000;
  private static final int PARKED = 1_000_000;

  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 2 && arguments[0].equals("child")) {
      child(arguments[1]);
      return;
    }
    int pairs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 11;
    File classes = compileSelf();
    System.out.println("| what | without | with | ratio | added |");
    System.out.println("|---|---|---|---|---|");
    row(classes, pairs, "start", "start-up to the first line of an empty main", "ms");
    row(classes, pairs, "virtual15", "empty virtual thread, call depth 15", "ns");
    row(classes, pairs, "virtual60", "empty virtual thread, call depth 60", "ns");
    row(classes, pairs, "work", "virtual thread that works for 10 µs", "ns");
    row(classes, pairs, "platform", "empty platform thread", "ns");
    row(classes, Math.min(pairs, 5), "memory", "heap for each of a million parked virtual threads", "bytes");
  }

  private static void row(File classes, int pairs, String what, String name, String unit)
      throws Exception {
    double[] without = new double[pairs];
    double[] with = new double[pairs];
    double[] ratio = new double[pairs];
    double[] added = new double[pairs];
    run(classes, what, false);
    run(classes, what, true);
    for (int i = 0; i < pairs; i++) {
      without[i] = run(classes, what, false);
      with[i] = run(classes, what, true);
      ratio[i] = with[i] / without[i];
      added[i] = with[i] - without[i];
    }
    System.out.printf(
        "| %s | %,.0f %s | %,.0f %s | %.2f | %,.0f %s |%n",
        name, median(without), unit, median(with), unit, median(ratio), median(added), unit);
  }

  private static double run(File classes, String what, boolean agent) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    if (agent) {
      command.add("-javaagent:" + AGENT + "=port=0,log=off");
    }
    command.addAll(List.of("-Xmx6g", "-cp", classes.getPath(), "Costs", "child", what));
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream()))) {
      String line = out.readLine();
      double untilLine = (System.nanoTime() - start) / 1e6;
      process.waitFor();
      return what.equals("start") ? untilLine : Double.parseDouble(line);
    }
  }

  private static void child(String what) throws Exception {
    switch (what) {
      case "start" -> System.out.println("first line");
      case "virtual15" -> System.out.println(spawn(15, () -> {}));
      case "virtual60" -> System.out.println(spawn(60, () -> {}));
      case "work" -> System.out.println(spawn(15, Costs::work));
      case "platform" -> System.out.println(platform());
      case "memory" -> System.out.println(memory());
      default -> throw new IllegalArgumentException(what);
    }
    System.exit(0);
  }

  private static void work() {
    long until = System.nanoTime() + 10_000;
    while (System.nanoTime() < until) {
      Thread.onSpinWait();
    }
  }

  private static double spawn(int depth, Runnable body) throws Exception {
    deep(depth, SPAWNS / 4, body);
    long start = System.nanoTime();
    deep(depth, SPAWNS, body);
    return (System.nanoTime() - start) / (double) SPAWNS;
  }

  private static void deep(int depth, int spawns, Runnable body) throws Exception {
    if (depth > 0) {
      deep(depth - 1, spawns, body);
      return;
    }
    CountDownLatch done = new CountDownLatch(spawns);
    for (int i = 0; i < spawns; i++) {
      Thread.startVirtualThread(
          () -> {
            body.run();
            done.countDown();
          });
    }
    done.await();
  }

  private static double platform() throws Exception {
    int spawns = 20_000;
    long start = 0;
    for (int round = 0; round < 2; round++) {
      start = System.nanoTime();
      for (int i = 0; i < spawns; i++) {
        Thread thread = new Thread(() -> {});
        thread.start();
        thread.join();
      }
    }
    return (System.nanoTime() - start) / (double) spawns;
  }

  private static double memory() throws Exception {
    long before = used();
    Thread[] kept = new Thread[PARKED];
    for (int i = 0; i < PARKED; i++) {
      kept[i] = Thread.startVirtualThread(LockSupport::park);
    }
    while (Arrays.stream(kept).anyMatch(thread -> thread.getState() != Thread.State.WAITING)) {
      Thread.onSpinWait();
    }
    double each = (used() - before) / (double) PARKED;
    LockSupport.unpark(kept[0]);
    return each;
  }

  private static long used() {
    for (int i = 0; i < 4; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static File compileSelf() throws Exception {
    File classes = java.nio.file.Files.createTempDirectory("costs").toFile();
    Process javac =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/javac",
                "-d",
                classes.getPath(),
                "benchmarks/Costs.java")
            .inheritIO()
            .start();
    if (javac.waitFor() != 0) {
      throw new IllegalStateException("run me from the project's folder");
    }
    return classes;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
