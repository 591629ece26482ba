package io.github.threadleak.benchmark.size;

import io.github.threadleak.benchmark.harness.AgentClient;
import io.github.threadleak.benchmark.harness.Child;
import io.github.threadleak.benchmark.harness.ChildFailed;
import io.github.threadleak.benchmark.harness.Jdk;
import io.github.threadleak.benchmark.harness.Jvm;
import io.github.threadleak.benchmark.harness.Unavailable;
import io.github.threadleak.benchmark.harness.Workbench;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JVM with G1 and 4 GB of heap, all of whose virtual threads are parked on one queue, started in
 * turn from many lines. Closing kills it.
 */
final class ParkedJvm implements AutoCloseable {
  /** What it takes to start a million threads, and to answer. */
  static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final int COLLECTIONS = 3;
  private static final long LISTENER_POLL_MILLIS = 20;
  private static final Pattern USED = Pattern.compile("used (\\d+)K");

  private final Jdk jdk;
  private final Child child;
  private final JvmLog log;
  private final Path portFile;

  private ParkedJvm(Jdk jdk, Child child, JvmLog log, Path portFile) {
    this.jdk = jdk;
    this.child = child;
    this.log = log;
    this.portFile = portFile;
  }

  /**
   * What runs in it.
   *
   * @param depth frames of each spawn stack
   * @param agent whether the agent is there from the start
   * @param options of the agent, further ones
   */
  record Load(int threads, int sites, int depth, boolean agent, List<String> options) {
    /** Frames of a spawn stack where they do not matter. */
    static final int SHALLOW = 3;

    static Load of(int threads, int sites, String... options) {
      return new Load(threads, sites, SHALLOW, true, List.of(options));
    }

    Load withoutAgent() {
      return new Load(threads, sites, depth, false, List.of());
    }
  }

  /** Starts one and waits until all its threads are parked. */
  static ParkedJvm start(Workbench workbench, Jdk jdk, Load load)
      throws IOException, InterruptedException, ChildFailed, Unavailable {
    SpawnLines lines = SpawnLines.of(workbench, jdk, load.sites(), load.depth());
    Path portFile = workbench.scratch().resolve("size.port");
    Files.deleteIfExists(portFile);
    JvmLog log = new JvmLog(workbench.scratch().resolve("size.log"));
    Jvm jvm = Jvm.on(jdk).with("-Xmx4g", "-XX:+UseG1GC", log.argument());
    if (load.agent()) {
      List<String> options = new ArrayList<>();
      options.addAll(List.of("port=0", "log=off", "port-file=" + portFile));
      options.addAll(load.options());
      jvm.with("-javaagent:" + workbench.agentJar() + "=" + String.join(",", options));
    }
    Child child =
        jvm.run(workbench, "program.ManySites", lines.folder(), lines.classes(), load.threads());
    ParkedJvm parked = new ParkedJvm(jdk, child, log, portFile);
    try {
      child.awaitLine("parked", PATIENCE);
      if (load.agent()) {
        parked.awaitListener();
      }
      return parked;
    } catch (ChildFailed | InterruptedException failure) {
      parked.close();
      throw failure;
    }
  }

  /** The agent opens it beside the application, which may be ready sooner. */
  private void awaitListener() throws InterruptedException, ChildFailed {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.exists(portFile)) {
      if (System.nanoTime() > deadline) {
        throw new ChildFailed("the agent has not written " + portFile.getFileName());
      }
      Thread.sleep(LISTENER_POLL_MILLIS);
    }
  }

  long pid() {
    return child.pid();
  }

  JvmLog log() {
    return log;
  }

  AgentClient agent() throws IOException {
    return AgentClient.of(portFile);
  }

  /** The first part of every address of the agent's. */
  String url() throws IOException {
    return "http://127.0.0.1:" + Files.readString(portFile).strip();
  }

  /** Bytes of heap in use after full collections. */
  double heapAfterCollection() throws IOException, InterruptedException, ChildFailed {
    for (int i = 0; i < COLLECTIONS; i++) {
      jcmd("GC.run");
    }
    Matcher used = USED.matcher(jcmd("GC.heap_info"));
    if (!used.find()) {
      throw new ChildFailed("jcmd GC.heap_info said nothing of what is in use");
    }
    return Double.parseDouble(used.group(1)) * 1024;
  }

  /** Runs a command of jcmd's in it and gives what that printed. */
  String jcmd(String... command) throws IOException, InterruptedException, ChildFailed {
    List<String> words = new ArrayList<>();
    words.addAll(List.of(jdk.tool("jcmd").toString(), String.valueOf(pid())));
    words.addAll(List.of(command));
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new ChildFailed("jcmd " + String.join(" ", command) + " said " + printed);
    }
    return printed;
  }

  @Override
  public void close() {
    child.close();
  }
}
