import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long each answer takes at size: {@code java benchmarks/Size.java [THREADS [SITES [RUNS]]]} on
 * JDK 21 or later, after {@code ./mvnw package}. Parks that many virtual threads (a million) from
 * that many lines (100) in a JVM with the agent and a heap of 4 GB, asks it for every format in turn
 * RUNS times (5), and has jcmd dump the same JVM. Prints a markdown table: the first answer of its kind
 * that the JVM gave, and the median and the slowest of those after it.
 *
 * <p>Growth of the heap is the most that was in use after a collection during the answer, minus what
 * was in use after a full one before it. Pauses are those that the JVM logged during the answer; the
 * longest one that is not a collection's is the safepoint column.
 */
public class Size {
  private static final String AGENT = "agent/target/threadleak-agent.jar";
  private static final Pattern AFTER = Pattern.compile("->(\\d+)M\\((\\d+)M\\)");
  private static final Pattern SAFEPOINT =
      Pattern.compile("Safepoint \"([^\"]+)\".* Total: *(\\d+) ns");

  private final Process jvm;
  private final Path log;
  private final int port;

  private Size(Process jvm, Path log, int port) {
    this.jvm = jvm;
    this.log = log;
    this.port = port;
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 0 && arguments[0].equals("child")) {
      child(Integer.parseInt(arguments[1]));
      return;
    }
    int threads = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
    int sites = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100;
    int runs = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
    Path folder = Files.createTempDirectory("threadleak-size");
    compile(folder, sites);
    Size size = start(folder, threads);
    try {
      System.out.printf(
          "%,d virtual threads from %d lines, JDK %s, %d processors, -Xmx4g, median of %d%n%n",
          threads,
          sites,
          Runtime.version(),
          Runtime.getRuntime().availableProcessors(),
          runs);
      System.out.println("| what | first | median | slowest | bytes | threads in it | heap grew | longest safepoint |");
      System.out.println("|---|---|---|---|---|---|---|---|");
      size.row("/metrics", "/metrics", 4 * runs, null);
      size.row("debug=1", "/debug/pprof/threads?debug=1", runs, GROUPS);
      size.row("debug=1&exact=true", "/debug/pprof/threads?debug=1&exact=true", runs, GROUPS);
      size.row("debug=0", "/debug/pprof/threads", runs, null);
      size.row("format=json", "/debug/pprof/threads?format=json", runs, null);
      size.row("debug=2", "/debug/pprof/threads?debug=2", Math.min(runs, 3), STANZAS);
      size.jcmd(folder, Math.min(runs, 3));
      System.out.println();
      for (String line : size.page("/metrics").split("\n")) {
        if (line.startsWith("threadleak_agent_census_seconds")
            || line.startsWith("threadleak_agent_registry_bytes")) {
          System.out.println("    " + line);
        }
      }
    } finally {
      size.jvm.destroyForcibly().waitFor();
      delete(folder);
    }
  }

  // ---- the JVM that is looked at

  private static void compile(Path folder, int sites) throws Exception {
    StringBuilder source = new StringBuilder("final class Started implements Size.Lines {\n");
    source.append("  Started() {}\n");
    for (int i = 0; i < sites; i++) {
      source.append("  static void s" + i + "(Runnable task) {\n");
      source.append("    Thread.startVirtualThread(task);\n  }\n");
    }
    source.append("  public void start(int number, Runnable task) {\n");
    source.append("    switch (number % " + sites + ") {\n");
    for (int i = 0; i < sites; i++) {
      source.append("      case " + i + " -> s" + i + "(task);\n");
    }
    source.append("      default -> throw new IllegalArgumentException();\n    }\n  }\n}\n");
    Path started = folder.resolve("Started.java");
    Files.writeString(started, source);
    Process javac =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/javac",
                "-d",
                folder.toString(),
                started.toString(),
                "benchmarks/Size.java")
            .inheritIO()
            .start();
    if (javac.waitFor() != 0) {
      throw new IOException("javac failed");
    }
  }

  /** Starts virtual threads, each from one of many lines. */
  interface Lines {
    void start(int number, Runnable task);
  }

  private static void child(int threads) throws Exception {
    Lines start = (Lines) Class.forName("Started").getDeclaredConstructor().newInstance();
    LinkedBlockingQueue<Integer> neverFilled = new LinkedBlockingQueue<>();
    CountDownLatch running = new CountDownLatch(threads);
    Runnable task =
        () -> {
          running.countDown();
          take(neverFilled);
        };
    for (int i = 0; i < threads; i++) {
      start.start(i, task);
    }
    running.await();
    System.out.println("READY");
    System.in.read();
  }

  private static void take(LinkedBlockingQueue<Integer> queue) {
    try {
      queue.take();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private static Size start(Path folder, int threads) throws Exception {
    Path portFile = folder.resolve("port");
    Path log = folder.resolve("jvm.log");
    Process jvm =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx4g",
                "-Xlog:gc,safepoint:file=" + log,
                "-javaagent:" + AGENT + "=port=0,log=off,port-file=" + portFile,
                "-cp",
                folder.toString(),
                "Size",
                "child",
                String.valueOf(threads))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out = new BufferedReader(new InputStreamReader(jvm.getInputStream()));
    String line = out.readLine();
    if (!"READY".equals(line)) {
      throw new IOException("the JVM said " + line);
    }
    int port = Integer.parseInt(Files.readString(portFile).trim());
    return new Size(jvm, log, port);
  }

  // ---- what is asked

  private static final Pattern GROUPS = Pattern.compile("(\\d+) (?:platform|virtual) \\[.*");
  private static final Pattern STANZAS = Pattern.compile("thread \\d+ .*");

  private record Answer(double seconds, long bytes, long threads) {}

  private void row(String name, String path, int runs, Pattern counted) throws Exception {
    double first = ask(path, counted).seconds;
    long before = usedAfterFullCollection();
    long mark = Files.size(log);
    double[] seconds = new double[runs];
    Answer last = null;
    for (int i = 0; i < runs; i++) {
      last = ask(path, counted);
      seconds[i] = last.seconds;
    }
    print(name, first, seconds, last.bytes, counted == null ? -1 : last.threads, before, mark);
  }

  private void jcmd(Path folder, int runs) throws Exception {
    long before = usedAfterFullCollection();
    long mark = Files.size(log);
    double[] seconds = new double[runs];
    Path dump = folder.resolve("dump.json");
    long threads = 0;
    for (int i = 0; i < runs; i++) {
      Files.deleteIfExists(dump);
      long start = System.nanoTime();
      run("jcmd", String.valueOf(jvm.pid()), "Thread.dump_to_file", "-format=json", dump.toString());
      seconds[i] = (System.nanoTime() - start) / 1e9;
    }
    try (var lines = Files.lines(dump)) {
      threads = lines.filter(line -> line.contains("\"tid\":")).count();
    }
    print("jcmd Thread.dump_to_file -format=json", Double.NaN, seconds, Files.size(dump), threads, before, mark);
  }

  private void print(
      String name, double first, double[] seconds, long bytes, long threads, long before, long mark)
      throws IOException {
    String logged = Files.readString(log).substring((int) mark);
    long most = before;
    for (Matcher after = AFTER.matcher(logged); after.find(); ) {
      most = Math.max(most, Long.parseLong(after.group(1)));
    }
    double longest = 0;
    String cause = "none";
    for (Matcher point = SAFEPOINT.matcher(logged); point.find(); ) {
      double millis = Long.parseLong(point.group(2)) / 1e6;
      boolean collection = point.group(1).startsWith("G1") || point.group(1).contains("Collect");
      if (!collection && millis > longest) {
        longest = millis;
        cause = point.group(1);
      }
    }
    Arrays.sort(seconds);
    System.out.printf(
        "| %s | %s | %s | %s | %,d | %s | %,d MB | %s |%n",
        name,
        Double.isNaN(first) ? "" : time(first),
        time(seconds[seconds.length / 2]),
        time(seconds[seconds.length - 1]),
        bytes,
        threads < 0 ? "" : String.format("%,d", threads),
        most - before,
        cause.equals("none") ? "none" : String.format("%.1f ms (%s)", longest, cause));
  }

  private static String time(double seconds) {
    return seconds < 1
        ? String.format("%.1f ms", seconds * 1e3)
        : String.format("%.2f s", seconds);
  }

  private long usedAfterFullCollection() throws Exception {
    run("jcmd", String.valueOf(jvm.pid()), "GC.run");
    String logged = Files.readString(log);
    long used = 0;
    for (Matcher after = AFTER.matcher(logged); after.find(); ) {
      used = Long.parseLong(after.group(1));
    }
    return used;
  }

  private static void run(String tool, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/" + tool);
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(command + " failed");
    }
  }

  private Answer ask(String path, Pattern counted) throws Exception {
    long start = System.nanoTime();
    HttpURLConnection connection =
        (HttpURLConnection) URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
    if (connection.getResponseCode() != 200) {
      throw new IOException(path + " answered " + connection.getResponseCode());
    }
    Path answer = log.resolveSibling("answer");
    try (InputStream in = connection.getInputStream();
        OutputStream out = Files.newOutputStream(answer)) {
      in.transferTo(out);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    long threads = 0;
    if (counted != null) {
      try (var lines = Files.lines(answer)) {
        threads =
            lines
                .map(counted::matcher)
                .filter(Matcher::matches)
                .mapToLong(found -> found.groupCount() == 0 ? 1 : Long.parseLong(found.group(1)))
                .sum();
      }
    }
    return new Answer(seconds, Files.size(answer), threads);
  }

  private String page(String path) throws IOException {
    try (InputStream in = URI.create("http://127.0.0.1:" + port + path).toURL().openStream()) {
      return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  private static void delete(Path folder) {
    File[] files = folder.toFile().listFiles();
    for (File file : files == null ? new File[0] : files) {
      file.delete();
    }
    folder.toFile().delete();
  }
}
