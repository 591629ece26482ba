package io.github.threadleak.cli;

import io.github.threadleak.proof.heap.Findings;
import io.github.threadleak.proof.heap.HeapProof;
import io.github.threadleak.proof.heap.UnusableDump;
import io.github.threadleak.render.HeapProofJson;
import io.github.threadleak.render.ProofText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Stack;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "prove",
    description = "Find the threads that nothing can wake any more, by a heap dump.",
    footer = {
      "",
      "A dump stops the JVM while it is written. It is deleted afterwards, unless kept.",
      "Exit status: 0 nothing proven, 1 leaks proven, 2 unusable arguments, 3 target not reached."
    })
final class ProveCommand implements Callable<Integer> {
  private static final int PROVEN = 1;

  private enum Format {
    text,
    json
  }

  @Parameters(
      index = "0",
      paramLabel = "PID|FILE",
      description = "Process id of a JVM, or a heap dump of one.")
  private String target = "";

  @Option(names = "--format", paramLabel = "F", description = "text (the default) or json.")
  private Format format = Format.text;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write the findings there instead of to standard output.")
  private @Nullable Path output;

  @Option(
      names = "--keep",
      arity = "0..1",
      paramLabel = "PATH",
      preprocessor = OnlyAttached.class,
      description = "Keep the dump of a PID: --keep or --keep=PATH.")
  private @Nullable String keep;

  @Option(
      names = "--attempts",
      paramLabel = "N",
      description =
          "Dumps to take at most, where one lacks part of a running virtual thread (default 3).")
  private int attempts = 3;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** {@code --keep 123} keeps the dump of 123; {@code --keep=123} keeps it under that name. */
  static final class OnlyAttached implements IParameterPreprocessor {
    @Override
    public boolean preprocess(
        Stack<String> words,
        CommandSpec command,
        ArgSpec option,
        java.util.Map<String, Object> parsing) {
      if (parsing.containsKey("separator")) {
        return false;
      }
      option.setValue("");
      return true;
    }
  }

  @Override
  public Integer call() throws CommandFailed {
    if (attempts < 1) {
      throw CommandFailed.unusable("--attempts must be 1 or more, not " + attempts);
    }
    StringWriter report = new StringWriter();
    Findings findings = TargetJvm.isPid(target) ? ofProcess(report) : ofFile(report);
    print(report.toString());
    return findings.proven() > 0 ? PROVEN : 0;
  }

  private Findings ofProcess(StringWriter report) throws CommandFailed {
    TargetJvm jvm = TargetJvm.of(target);
    for (int attempt = 1; ; attempt++) {
      try (HeapDump dump = HeapDump.take(jvm, keep)) {
        try {
          Findings findings = dump.confirmed(prove(dump.file(), true));
          dump.settle();
          write(findings, dump.name(), dump, report);
          return findings;
        } catch (UnusableDump unusable) {
          if (!unusable.isPassing() || attempt >= attempts) {
            dump.settle();
            throw refused(unusable);
          }
        }
      }
    }
  }

  private CommandFailed refused(UnusableDump unusable) {
    String line = target + ": " + unusable.getMessage();
    return CommandFailed.unusable(
        unusable.isPassing()
            ? line + " (" + attempts + (attempts == 1 ? " dump" : " dumps") + " taken)"
            : line);
  }

  private Findings ofFile(StringWriter report) throws CommandFailed {
    try {
      Findings findings = prove(file(), false);
      write(findings, target, null, report);
      return findings;
    } catch (UnusableDump unusable) {
      throw CommandFailed.unusable(target + ": " + unusable.getMessage());
    }
  }

  private Path file() throws CommandFailed {
    Path file = Path.of(target);
    if (!Files.exists(file)) {
      throw CommandFailed.unusable("neither a process id nor a file: " + target);
    }
    if (!Files.isRegularFile(file)) {
      throw CommandFailed.unusable("no regular file: " + target);
    }
    if (keep != null) {
      throw CommandFailed.unusable("--keep is for the dump of a PID; " + target + " stays anyway");
    }
    return file;
  }

  private Findings prove(Path file, boolean collected) throws CommandFailed, UnusableDump {
    try (ProgressBar progress = ProgressBar.onTerminal()) {
      return HeapProof.of(file, collected, progress);
    } catch (IOException unreadable) {
      throw CommandFailed.unusable(target + " cannot be read: " + unreadable);
    } catch (OutOfMemoryError small) {
      throw CommandFailed.unusable(
          target
              + ": "
              + ProofText.size(Runtime.getRuntime().maxMemory())
              + " of memory are too little to read it; give more with java -Xmx");
    }
  }

  private void write(Findings findings, String name, @Nullable HeapDump dump, StringWriter report) {
    try {
      if (format == Format.json) {
        HeapProofJson.write(findings, name, dump == null ? null : dump.pauseSeconds(), report);
      } else {
        ProofText.write(findings, name, dump == null ? null : dump.pause(), report);
      }
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private void print(String report) throws CommandFailed {
    Path file = output;
    if (file == null) {
      PrintWriter out = spec.commandLine().getOut();
      out.print(report);
      out.flush();
      return;
    }
    try {
      Files.writeString(file, report);
    } catch (IOException unwritable) {
      throw CommandFailed.unusable("--output " + file + " cannot be written: " + unwritable);
    }
  }
}
