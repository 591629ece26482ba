package io.github.threadleak.cli;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's jcmd, for what the attach API has no method: a process of its own, which takes no
 * access to the JDK's internals.
 */
final class Jcmd {
  /** Serial, Parallel, G1 and ZGC; Shenandoah has it the other way round. */
  private static final Pattern USED = Pattern.compile("used (\\d+)([KMG])|(\\d+)([KMG]) used");

  private final String pid;
  private final Path tool;

  Jcmd(String pid) throws CommandFailed {
    this.pid = pid;
    Path bin = Path.of(System.getProperty("java.home"), "bin");
    Path windows = bin.resolve("jcmd.exe");
    this.tool = Files.exists(windows) ? windows : bin.resolve("jcmd");
    if (!Files.isExecutable(tool)) {
      throw CommandFailed.notReached(
          "this Java has no jcmd: a JDK is needed to take a heap dump of a process");
    }
  }

  String pid() {
    return pid;
  }

  /** Has the JVM do a command; gives what it answered. */
  String run(String... words) throws CommandFailed {
    List<String> command = new ArrayList<>();
    command.add(tool.toString());
    // an option set for the user's JVMs is not for this one
    command.add("-J-Xmx64m");
    command.add(pid);
    command.addAll(List.of(words));
    Process process = null;
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().remove("JAVA_TOOL_OPTIONS");
      builder.environment().remove("JDK_JAVA_OPTIONS");
      process = builder.start();
      String answer = new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
      if (process.waitFor() != 0) {
        throw CommandFailed.notReached("JVM " + pid + " cannot be reached: " + lastLine(answer));
      }
      return answer;
    } catch (IOException failure) {
      throw CommandFailed.notReached("jcmd cannot be run: " + failure);
    } catch (InterruptedException stopped) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw CommandFailed.notReached("stopped while JVM " + pid + " was asked");
    }
  }

  /** The last line that says something: a stack trace of jcmd's may follow it. */
  static String lastLine(String answer) {
    List<String> lines =
        answer.lines().filter(line -> !line.isBlank() && !line.strip().startsWith("at ")).toList();
    return lines.isEmpty() ? "no answer" : lines.get(lines.size() - 1).strip();
  }

  /** Bytes of the heap in use. */
  long heapInUse() throws CommandFailed {
    return heapInUse(run("GC.heap_info"));
  }

  static long heapInUse(String info) {
    long bytes = 0;
    for (String line : info.lines().toList()) {
      String head = line.strip();
      if (head.startsWith("Metaspace") || head.startsWith("class space")) {
        continue;
      }
      Matcher used = USED.matcher(line);
      if (used.find()) {
        bytes +=
            used.group(1) != null
                ? bytes(used.group(1), used.group(2))
                : bytes(used.group(3), used.group(4));
      }
    }
    return bytes;
  }

  private static long bytes(String number, String unit) {
    int shift =
        switch (unit) {
          case "K" -> 10;
          case "M" -> 20;
          default -> 30;
        };
    return Long.parseLong(number) << shift;
  }

  /** How long the JVM has stood at safepoints since its start; null where it does not count. */
  @Nullable Double safepointSeconds() throws CommandFailed {
    return safepointSeconds(run("PerfCounter.print"));
  }

  static @Nullable Double safepointSeconds(String counters) {
    Double ticks = counter(counters, "sun.rt.safepointTime");
    Double frequency = counter(counters, "sun.os.hrt.frequency");
    return ticks == null || frequency == null || frequency <= 0 ? null : ticks / frequency;
  }

  private static @Nullable Double counter(String counters, String name) {
    for (String line : counters.lines().toList()) {
      if (line.startsWith(name + "=")) {
        String value = line.substring(name.length() + 1).strip();
        return value.matches("\\d+") ? Double.valueOf(value) : null;
      }
    }
    return null;
  }
}
