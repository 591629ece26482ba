package io.github.threadleak.benchmark.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A process that is measured. Its lines can be awaited and answered; {@code figure NAME VALUE} is
 * how it tells what it has measured. Closing kills it.
 */
public final class Child implements AutoCloseable {
  private static final String FIGURE = "figure ";
  private static final int LINES_OF_ERROR_KEPT = 12;

  private final List<String> command;
  private final Process process;
  private final Writer stdin;
  private final List<String> stdout = new ArrayList<>();
  private final Deque<String> lastErrors = new ArrayDeque<>();
  private final List<Thread> readers;

  private Child(List<String> command) throws IOException {
    this.command = List.copyOf(command);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(Child::disturbsJvms);
    process = builder.start();
    stdin = process.outputWriter(StandardCharsets.UTF_8);
    readers =
        List.of(
            reader(process.getInputStream(), this::keepLine),
            reader(process.getErrorStream(), this::keepError));
  }

  public static Child start(List<String> command) throws IOException {
    return new Child(command);
  }

  /** Variables that would change the JVMs that are measured. */
  private static boolean disturbsJvms(String variable) {
    return Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS").contains(variable)
        || variable.startsWith("THREADLEAK_")
        || variable.startsWith("OTEL_");
  }

  public long pid() {
    return process.pid();
  }

  /** The first line on standard output that starts so; waits for it. */
  public String awaitLine(String prefix, Duration patience)
      throws InterruptedException, ChildFailed {
    long deadline = System.nanoTime() + patience.toNanos();
    synchronized (stdout) {
      int seen = 0;
      while (true) {
        for (; seen < stdout.size(); seen++) {
          if (stdout.get(seen).startsWith(prefix)) {
            return stdout.get(seen);
          }
        }
        long remaining = deadline - System.nanoTime();
        boolean ended = readers.stream().noneMatch(Thread::isAlive);
        if (ended || remaining <= 0) {
          throw failed(
              (ended ? "ended" : "was silent for " + patience) + " before '" + prefix + "'");
        }
        // the reader notifies of each line; the bound lets the end of the process be seen
        stdout.wait(Math.max(1, Math.min(100, remaining / 1_000_000)));
      }
    }
  }

  public void send(String line) throws IOException {
    stdin.write(line + "\n");
    stdin.flush();
  }

  /** Waits for the end of the process and gives the figures that it told. */
  public Sample awaitFigures(Duration patience) throws InterruptedException, ChildFailed {
    awaitSuccess(patience);
    Map<String, Double> figures = new LinkedHashMap<>();
    synchronized (stdout) {
      for (String line : stdout) {
        if (line.startsWith(FIGURE)) {
          String[] words = line.split(" ", 3);
          figures.put(words[1], Double.valueOf(words[2]));
        }
      }
    }
    if (figures.isEmpty()) {
      throw failed("told no figures");
    }
    return new Sample(figures);
  }

  /** Waits for the end of the process. */
  public void awaitSuccess(Duration patience) throws InterruptedException, ChildFailed {
    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw failed("still ran after " + patience);
    }
    for (Thread reader : readers) {
      reader.join(TimeUnit.SECONDS.toMillis(10));
    }
    if (process.exitValue() != 0) {
      throw failed("ended with status " + process.exitValue());
    }
  }

  private ChildFailed failed(String how) {
    synchronized (lastErrors) {
      String program = command.get(0).substring(command.get(0).lastIndexOf('/') + 1);
      return new ChildFailed(program + " " + how + ": " + String.join(" / ", lastErrors));
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  private void keepLine(String line) {
    synchronized (stdout) {
      stdout.add(line);
      stdout.notifyAll();
    }
  }

  private void keepError(String line) {
    synchronized (lastErrors) {
      lastErrors.add(line);
      if (lastErrors.size() > LINES_OF_ERROR_KEPT) {
        lastErrors.removeFirst();
      }
    }
  }

  private interface LineSink {
    void accept(String line);
  }

  private static Thread reader(InputStream stream, LineSink sink) {
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader in =
                  new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                  sink.accept(line);
                }
              } catch (IOException closed) {
                // the process was killed
              }
            },
            "reader of a child");
    reader.setDaemon(true);
    reader.start();
    return reader;
  }
}
