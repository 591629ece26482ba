package io.github.threadleak.cli;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;

/** {@code java -jar threadleak-agent.jar COMMAND}. */
public final class CommandLineMain {
  private CommandLineMain() {}

  /**
   * Runs one command, with standard output for its result and standard error for one line of what
   * went wrong.
   *
   * @param agentJar the agent's own jar
   * @return 0 done, 1 leaks found, 2 unusable arguments, 3 target not reached
   */
  public static int run(File agentJar, String[] arguments) {
    String version = version(agentJar);
    CommandLine commands =
        new CommandLine(new Root())
            .addSubcommand(new PsCommand())
            .addSubcommand(new AttachCommand(agentJar))
            .addSubcommand(new DumpCommand())
            .addSubcommand(new DiffCommand())
            .addSubcommand(new ProveCommand())
            .addSubcommand(new FleetCommand())
            .addSubcommand(new VersionCommand(version));
    for (CommandLine subcommand : commands.getSubcommands().values()) {
      subcommand
          .getCommandSpec()
          .addOption(
              CommandLine.Model.OptionSpec.builder("-h", "--help")
                  .usageHelp(true)
                  .description("Print this help.")
                  .build());
    }
    commands.setOut(new PrintWriter(System.out, true, Charset.defaultCharset()));
    commands.setErr(new PrintWriter(System.err, true, Charset.defaultCharset()));
    commands.setParameterExceptionHandler(refused());
    commands.setExecutionExceptionHandler(failed());
    if (arguments.length == 0) {
      commands.usage(commands.getOut());
      return 0;
    }
    return commands.execute(arguments);
  }

  private static IParameterExceptionHandler refused() {
    return (refusal, arguments) -> {
      say(refusal.getCommandLine(), String.valueOf(refusal.getMessage()));
      return CommandFailed.UNUSABLE;
    };
  }

  private static IExecutionExceptionHandler failed() {
    return (failure, command, parsed) -> {
      if (failure instanceof CommandFailed known) {
        say(command, String.valueOf(known.getMessage()));
        return known.status();
      }
      say(command, "failed: " + failure);
      return CommandFailed.NOT_REACHED;
    };
  }

  private static void say(CommandLine command, String message) {
    command
        .getErr()
        .println("threadleak: " + message.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " "));
  }

  private static String version(File agentJar) {
    try (JarFile jar = new JarFile(agentJar)) {
      Manifest manifest = jar.getManifest();
      String version =
          manifest == null ? null : manifest.getMainAttributes().getValue("Implementation-Version");
      return version == null ? "unknown" : version;
    } catch (IOException unreadable) {
      return "unknown";
    }
  }

  @Command(
      name = "threadleak",
      synopsisSubcommandLabel = "COMMAND",
      description = "Finds leaked threads in running JVMs.",
      footer = {
        "",
        "With an application: java -javaagent:threadleak-agent.jar[=OPTIONS] -jar app.jar",
        "OPTIONS is key=value,key=value, such as port=9797,census-interval=5s.",
        "",
        "Exit status: 0 done, 1 leaks found, 2 unusable arguments, 3 target not reached."
      })
  private static final class Root implements Runnable {
    @CommandLine.Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Print this help.")
    @SuppressWarnings("UnusedVariable") // that it is set is enough for picocli
    private boolean help;

    @Override
    public void run() {
      // Options without a command: nothing to do.
    }
  }
}
