package io.github.threadleak.cli;

import io.github.threadleak.config.Options;
import io.github.threadleak.config.Sources;
import java.io.File;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "attach",
    description = "Put the agent into a running JVM, or take it out again.",
    customSynopsis = {
      "threadleak attach PID [OPTIONS]",
      "      (to put the agent in)",
      "   or: threadleak attach PID detach",
      "      (to take it out)"
    })
final class AttachCommand implements Callable<Integer> {
  private static final String DETACH = "detach";
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long POLL_MILLIS = 100;

  private final File agentJar;

  @Parameters(index = "0", paramLabel = "PID", description = "Process id of the JVM.")
  private String pid = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "OPTIONS",
      description = "key=value,key=value, or detach.")
  private String options = "";

  @Spec private CommandSpec spec = CommandSpec.create();

  AttachCommand(File agentJar) {
    this.agentJar = agentJar;
  }

  @Override
  public Integer call() throws CommandFailed {
    TargetJvm jvm = TargetJvm.of(pid);
    PrintWriter out = spec.commandLine().getOut();
    if (options.equals(DETACH)) {
      detach(jvm, out);
    } else {
      attach(jvm, checked(), out);
    }
    return 0;
  }

  private void attach(TargetJvm jvm, Options checked, PrintWriter out) throws CommandFailed {
    TargetJvm.Published before = jvm.published();
    if (before.version() != null) {
      out.println(
          "already running in "
              + pid
              + ", nothing is changed"
              + (before.address() == null ? "" : "; " + before.address() + "/"));
      return;
    }
    load(options);
    TargetJvm.Published after =
        poll(jvm, now -> now.version() != null && (now.address() != null || !checked.http()));
    if (after.version() == null) {
      throw CommandFailed.notReached(
          "the agent did not start in " + pid + "; that process's stderr says why");
    }
    out.println(
        "attached to "
            + pid
            + "; "
            + (after.address() == null ? "it does not listen" : after.address() + "/"));
  }

  private void detach(TargetJvm jvm, PrintWriter out) throws CommandFailed {
    if (jvm.published().version() == null) {
      throw CommandFailed.notReached("there is no agent in " + pid);
    }
    load(DETACH);
    if (poll(jvm, now -> now.version() == null).version() != null) {
      throw CommandFailed.notReached(
          "the agent is still in " + pid + "; that process's stderr says why");
    }
    out.println("detached from " + pid);
  }

  private void load(String arguments) throws CommandFailed {
    try {
      ByteBuddyAgent.attach(agentJar, pid, arguments);
    } catch (RuntimeException failure) {
      throw CommandFailed.notReached(
          "JVM " + pid + " did not take the agent: " + TargetJvm.reason(failure));
    }
  }

  private static TargetJvm.Published poll(TargetJvm jvm, Predicate<TargetJvm.Published> done)
      throws CommandFailed {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    TargetJvm.Published now = jvm.published();
    while (!done.test(now) && System.nanoTime() - deadline < 0) {
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return now;
      }
      now = jvm.published();
    }
    return now;
  }

  /**
   * The options as the target will read them, refused here where it would only complain on its
   * stderr.
   */
  private Options checked() throws CommandFailed {
    List<String> refusals = new ArrayList<>();
    Options checked = Options.read(options, new Nowhere(), refusals::add);
    if (!refusals.isEmpty()) {
      throw CommandFailed.unusable(String.join("; ", refusals));
    }
    return checked;
  }

  /**
   * Properties, environment and files are those of the target, which may run in a container: not
   * ours to look at.
   */
  private static final class Nowhere implements Sources {
    @Override
    public @Nullable String systemProperty(String name) {
      return null;
    }

    @Override
    public @Nullable String environmentVariable(String name) {
      return null;
    }

    @Override
    public Properties file(Path path) {
      return new Properties();
    }
  }
}
