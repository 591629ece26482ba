package io.github.threadleak.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "ps",
    description = "List this user's JVMs on this machine, * where the agent is inside.")
final class PsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws CommandFailed {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%-8s %s %-40s %s%n", "PID", " ", "MAIN", "URL");
    for (TargetJvm jvm : TargetJvm.all()) {
      String star = " ";
      String url = "";
      try {
        TargetJvm.Published published = jvm.published();
        star = published.version() == null ? " " : "*";
        url = published.address() == null ? "" : published.address();
      } catch (CommandFailed unreachable) {
        // Ended since, or hung: it is in the list all the same.
        star = "?";
      }
      String line = String.format("%-8s %s %-40s %s", jvm.pid(), star, main(jvm), url);
      out.println(line.stripTrailing());
    }
    return 0;
  }

  private static String main(TargetJvm jvm) {
    String first = jvm.displayName().split(" ", 2)[0];
    String name = first.endsWith(".jar") ? first.substring(first.lastIndexOf('/') + 1) : first;
    return name.isEmpty() ? "-" : name.replaceAll("\\p{Cntrl}", "?");
  }
}
