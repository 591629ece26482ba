package io.github.threadleak.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "dump", description = "Print the threads that a running agent sees.")
final class DumpCommand implements Callable<Integer> {
  private static final String PROFILES = "/debug/pprof/";

  @Parameters(index = "0", paramLabel = "TARGET", description = "Process id or URL.")
  private String target = "";

  @ArgGroup private @Nullable Form form;

  @Option(
      names = "--profile",
      paramLabel = "P",
      description = "threads (the default), threadleak, goroutine or goroutineleak.")
  private String profile = "threads";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write there instead of to standard output.")
  private @Nullable Path output;

  @Mixin private Target asking = new Target();

  @Option(
      names = "--site",
      paramLabel = "GLOB",
      description = "Only threads of these spawn sites, by id or culprit.")
  private @Nullable String site;

  @Option(names = "--kind", description = "Only platform or virtual threads.")
  private @Nullable String kind;

  @Option(names = "--name", paramLabel = "GLOB", description = "Only threads of these names.")
  private @Nullable String name;

  @Option(
      names = "--reason",
      paramLabel = "GLOB",
      description = "Only threads parked so; 'queue*'.")
  private @Nullable String reason;

  @Option(
      names = "--verdict",
      paramLabel = "GLOB",
      description = "Only threads judged so; stuck, suspected.")
  private @Nullable String verdict;

  @Option(names = "--min-age", paramLabel = "D", description = "Only older threads; 10s, 5m, 2h.")
  private @Nullable String minAge;

  @Option(
      names = "--min-parked",
      paramLabel = "D",
      description = "Only threads in one park for so long.")
  private @Nullable String minParked;

  @Option(names = "--group", paramLabel = "G", description = "spawn, parked or both (the default).")
  private @Nullable String group;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "What comes less what goes in N seconds, with --debug 0.")
  private @Nullable String seconds;

  @Option(names = "--exact", description = "Read every thread's stack.")
  private boolean exact;

  @Option(
      names = "--param",
      paramLabel = "KEY=VALUE",
      description = "Any other parameter of the profile.")
  private Map<String, String> others = new LinkedHashMap<>();

  static final class Form {
    @Option(
        names = "--debug",
        paramLabel = "N",
        description =
            "0: pprof's profile.proto, 1: grouped text (the default), 2: one stanza a thread.")
    @Nullable Integer debug;

    @Option(names = "--format", paramLabel = "F", description = "json, jstack, folded or html.")
    @Nullable String format;
  }

  @Override
  public Integer call() throws CommandFailed {
    if (output == null && isBinary() && Terminal.isStandardOutput()) {
      throw CommandFailed.unusable("--debug 0 is binary: give a file with --output FILE");
    }
    String url = Target.base(target) + PROFILES + encoded(profile) + query();
    if (output == null) {
      Download.to(System.out, url, asking.access());
    } else {
      Download.to(output, url, asking.access());
    }
    return 0;
  }

  private boolean isBinary() {
    return form != null && form.debug != null && form.debug == 0;
  }

  private String query() {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (form != null && form.format != null) {
      parameters.put("format", form.format);
    } else {
      parameters.put("debug", form == null || form.debug == null ? "1" : form.debug.toString());
    }
    put(parameters, "site", site);
    put(parameters, "kind", kind);
    put(parameters, "name", name);
    put(parameters, "reason", reason);
    put(parameters, "verdict", verdict);
    put(parameters, "min-age", minAge);
    put(parameters, "min-parked", minParked);
    put(parameters, "group", group);
    put(parameters, "seconds", seconds);
    put(parameters, "exact", exact ? "true" : null);
    parameters.putAll(others);
    StringBuilder query = new StringBuilder();
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      query.append(query.length() == 0 ? '?' : '&').append(encoded(parameter.getKey()));
      query.append('=').append(encoded(parameter.getValue()));
    }
    return query.toString();
  }

  private static void put(Map<String, String> parameters, String key, @Nullable String value) {
    if (value != null) {
      parameters.put(key, value);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
