package io.github.threadleak.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "fleet",
    description = "Ask Prometheus which lines leak threads, across all JVMs with the agent.",
    footer = {
      "",
      "URL is that of Prometheus, or of whatever speaks its API, such as Thanos or Mimir, with the",
      "path before /api/v1. The recording rules of docs/prometheus make it quick for thousands of",
      "JVMs. Exit status 1: something leaks."
    })
final class FleetCommand implements Callable<Integer> {
  private static final Pattern DURATION = Pattern.compile("[1-9][0-9]{0,5}[smhdw]");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--prometheus", paramLabel = "URL", required = true, description = "Whom to ask.")
  private String prometheus = "";

  @Option(
      names = "--since",
      paramLabel = "D",
      description = "How far to look back; 30m, 6h (the default), 7d.")
  private String since = "6h";

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "Show the N lines that hold the most threads; 10 by default.")
  private int top = 10;

  @Option(names = "--format", paramLabel = "F", description = "text (the default) or json.")
  private Format format = Format.text;

  @Option(
      names = "--header",
      paramLabel = "NAME=VALUE",
      description = "Send this header; X-Scope-OrgID=tenant.")
  private Map<String, String> headers = new LinkedHashMap<>();

  @Mixin private Target asking = new Target();

  @SuppressWarnings("MemberName") // as the user types them
  private enum Format {
    text,
    json
  }

  @Override
  public Integer call() throws CommandFailed, IOException {
    if (!Target.isUrl(prometheus)) {
      throw CommandFailed.unusable("--prometheus must be an http(s) URL, not " + prometheus);
    }
    if (!DURATION.matcher(since).matches()) {
      throw CommandFailed.unusable(
          "--since must be a duration such as 30m, 6h or 7d, not " + since);
    }
    if (top < 1) {
      throw CommandFailed.unusable("--top must be at least 1, not " + top);
    }
    PrometheusApi api =
        new PrometheusApi(
            Target.base(prometheus), new Download.Access(asking.tokenFile, asking.ca, headers));
    Fleet fleet = FleetQueries.ask(api, since, top);
    PrintWriter err = spec.commandLine().getErr();
    for (String warning : fleet.warnings()) {
      err.println("threadleak: " + TextTable.plain(warning));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (format == Format.json) {
      FleetJson.write(fleet, out);
    } else {
      FleetText.print(fleet, out);
    }
    return fleet.leaks().isEmpty() ? 0 : CommandFailed.LEAKS_FOUND;
  }
}
