package io.github.threadleak.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "diff",
    description = "Compare two saved JSON dumps, or a running JVM with one, site by site.",
    footer = {
      "",
      "Whichever is older is what was before. Exit status 1: some site has more threads than",
      "before, other than the JVM's and the agent's own, and those that are ignored."
    })
final class DiffCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "TARGET|FILE",
      description = "Process id, URL, or file with a dump in JSON.")
  private String one = "";

  @Parameters(index = "1", paramLabel = "FILE", description = "The same.")
  private String other = "";

  @Mixin private Target asking = new Target();

  @Option(names = "--format", paramLabel = "F", description = "text (the default) or json.")
  private Format format = Format.text;

  @SuppressWarnings("MemberName") // as the user types them
  private enum Format {
    text,
    json
  }

  @Override
  public Integer call() throws CommandFailed, IOException {
    // Files first: a mistake there costs nobody's time.
    SavedThreads second = Target.isRunning(other) ? null : saved(other);
    SavedThreads first = Target.isRunning(one) ? running(one) : saved(one);
    DumpDifference difference = DumpDifference.of(first, second == null ? running(other) : second);
    PrintWriter out = spec.commandLine().getOut();
    if (format == Format.json) {
      DiffJson.write(difference, out);
    } else {
      DiffTable.print(difference, out);
    }
    return difference.hasGrowth() ? CommandFailed.LEAKS_FOUND : 0;
  }

  private static SavedThreads saved(String file) throws CommandFailed {
    try {
      return DumpReader.read(Path.of(file), file);
    } catch (DumpReader.Unusable unusable) {
      throw CommandFailed.unusable(String.valueOf(unusable.getMessage()));
    } catch (InvalidPathException noPath) {
      throw CommandFailed.unusable("not a process id, URL or file: " + file);
    }
  }

  private SavedThreads running(String target) throws CommandFailed, IOException {
    String url = Target.base(target) + "/api/v1/threads";
    Path saved = Files.createTempFile("threadleak", ".json");
    try {
      try (PrintStream out = new PrintStream(Files.newOutputStream(saved), false)) {
        Download.to(out, url, asking.access());
        if (out.checkError()) {
          throw CommandFailed.notReached(saved + " cannot be written in full");
        }
      }
      return DumpReader.read(saved, target);
    } catch (DumpReader.Unusable answer) {
      throw CommandFailed.notReached(url + " is no agent's: " + answer.getMessage());
    } finally {
      Files.deleteIfExists(saved);
    }
  }
}
