package io.github.threadleak.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * The reason of every thread that waits in a known way, as the agent's dump tells it. With {@code
 * -Dregenerate=true} it also records the stacks for the unit test of the rules.
 */
class ReasonsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern STANZA =
      Pattern.compile("thread \\d+ \"(.*)\" (?:platform|virtual) \\[([^,\\]]*).*");
  private static final Recording RECORDING = new Recording();

  /** For the program's pipes and sockets, which a JVM that is killed leaves behind. */
  @TempDir private Path folder;

  @OnEveryJdk
  void tellsWhatEachThreadWaitsFor(Jdk jdk) throws Exception {
    List<String> ways = new ArrayList<>();
    if (jdk.hasVirtualThreads()) {
      ways.add("Ways21");
    }
    ways.addAll(List.of("QueueWays", "SynchronizerWays", "TaskWays", "IoWays"));
    ForkedJvm.Builder builder = ForkedJvm.on(jdk);
    if (Programs.hasPreview(jdk)) {
      builder.preview();
      ways.add("OwnWays");
    }
    verify(builder, ways);
  }

  @OnEveryJdk
  void tellsWhatThreadsOfLibrariesWaitFor(Jdk jdk) throws Exception {
    Tools.skipUnless(
        System.getProperty("os.arch").equals("amd64"), "Netty's epoll is here for amd64 alone");
    verify(
        ForkedJvm.on(jdk).libraries().jvm("-Dkotlinx.coroutines.scheduler.keep.alive.sec=3600"),
        List.of("LibraryWays"));
  }

  @OnEveryJdk
  void tellsANameLookupThatHangs(Jdk jdk) throws Exception {
    // glibc reads the aliases of hosts from this file
    verify(ForkedJvm.on(jdk).environment("HOSTALIASES", pipe().toString()), List.of("LookupWays"));
  }

  @OnEveryJdk
  void tellsANameLookupInAHostsFileThatHangs(Jdk jdk) throws Exception {
    verify(ForkedJvm.on(jdk).jvm("-Djdk.net.hosts.file=" + pipe()), List.of("HostsFileWays"));
  }

  @AfterAll
  static void record() throws Exception {
    if (Boolean.getBoolean("regenerate")) {
      RECORDING.write();
    }
  }

  private void verify(ForkedJvm.Builder builder, List<String> ways) throws Exception {
    Tools.skipUnless(
        System.getProperty("os.name").startsWith("Linux"), "the ways to wait are those of Linux");
    builder.jvm("-Djava.io.tmpdir=" + folder, "-Djdk.virtualThreadScheduler.parallelism=64");
    if (builder.jdk().hasVirtualThreads()) {
      // the program lists its virtual threads for the recording
      builder.jvm("--add-opens=java.base/jdk.internal.vm=ALL-UNNAMED");
    }
    try (ForkedJvm jvm = builder.run("Reasons", ways.toArray())) {
      jvm.awaitReady();
      List<Way> expected =
          jvm.stdout().stream().filter(line -> line.startsWith("WAY\t")).map(Way::parse).toList();
      try {
        awaitReasons(jvm, expected);
      } finally {
        if (Boolean.getBoolean("regenerate")) {
          RECORDING.add(jvm, expected);
        }
      }
    }
  }

  private static void awaitReasons(ForkedJvm jvm, List<Way> expected) throws Exception {
    Deadline deadline = Deadline.in(PATIENCE);
    while (true) {
      List<Stanza> seen = stanzas(jvm.page("/debug/pprof/threads?debug=2"));
      List<String> faults = faults(expected, seen);
      if (faults.isEmpty()) {
        return;
      }
      if (!deadline.again()) {
        throw new AssertionError(
            faults.size()
                + " of "
                + expected.size()
                + " ways are told wrongly after "
                + PATIENCE
                + ":\n"
                + String.join("\n", faults));
      }
    }
  }

  private static List<String> faults(List<Way> expected, List<Stanza> seen) {
    List<String> faults = new ArrayList<>();
    for (Way way : expected) {
      List<Stanza> threads = seen.stream().filter(stanza -> way.isGoneBy(stanza.name())).toList();
      if (threads.stream().noneMatch(thread -> thread.reason().equals(way.reason()))) {
        faults.add(
            way.thread()
                + ": expected ["
                + way.reason()
                + "], seen "
                + (threads.isEmpty() ? "no such thread" : threads.get(0).text()));
      }
    }
    return faults;
  }

  private static List<Stanza> stanzas(String dump) {
    List<Stanza> stanzas = new ArrayList<>();
    for (String text : dump.split("\n\n")) {
      Matcher head = STANZA.matcher(text.strip());
      if (head.lookingAt()) {
        stanzas.add(new Stanza(head.group(1), head.group(2), text.strip()));
      }
    }
    return stanzas;
  }

  private Path pipe() throws Exception {
    Path pipe = folder.resolve("pipe");
    Finished made = Finished.run(List.of(Tools.needOnPath("mkfifo").toString(), pipe.toString()));
    assertThat(made.exitCode()).as(made::output).isZero();
    return pipe;
  }

  /**
   * What a program says that a thread waits for.
   *
   * @param thread its name; a star at the end stands for any ending
   */
  record Way(String reason, String thread, String shown) {
    static Way parse(String line) {
      String[] words = line.split("\t", -1);
      return new Way(words[1], words[2], words[3]);
    }

    boolean isGoneBy(String name) {
      return thread.endsWith("*")
          ? name.startsWith(thread.substring(0, thread.length() - 1))
          : name.equals(thread);
    }
  }

  /** What the agent says of one thread. */
  private record Stanza(String name, String reason, String text) {}
}
