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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "dump", description = "Print the threads that a running agent sees.")
final class DumpCommand implements Callable<Integer> {
  private static final String PROFILE = "/debug/pprof/threads";

  @Parameters(index = "0", paramLabel = "TARGET", description = "Process id or URL.")
  private String target = "";

  @ArgGroup private @Nullable Form form;

  @Option(names = "--token-file", paramLabel = "F", description = "File with the agent's token.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--ca",
      paramLabel = "F",
      description = "PEM file with the certificates to trust.")
  private @Nullable Path ca;

  @Option(names = "--site", paramLabel = "ID", description = "Only threads of this spawn site.")
  private @Nullable String site;

  @Option(names = "--kind", description = "Only platform or virtual threads.")
  private @Nullable String kind;

  @Option(names = "--name", paramLabel = "GLOB", description = "Only threads of these names.")
  private @Nullable String name;

  @Option(names = "--min-age", paramLabel = "D", description = "Only older threads; 10s, 5m, 2h.")
  private @Nullable String minAge;

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
        description = "1: grouped text (the default), 2: one stanza a thread.")
    @Nullable Integer debug;

    @Option(names = "--format", paramLabel = "F", description = "json.")
    @Nullable String format;
  }

  @Override
  public Integer call() throws CommandFailed {
    Download.to(System.out, base() + PROFILE + query(), tokenFile, ca);
    return 0;
  }

  private String base() throws CommandFailed {
    if (target.startsWith("http://") || target.startsWith("https://")) {
      return target.replaceAll("/+$", "");
    }
    if (!TargetJvm.isPid(target)) {
      throw CommandFailed.unusable("TARGET must be a process id or an http(s) URL, not " + target);
    }
    TargetJvm.Published published = TargetJvm.of(target).published();
    if (published.version() == null) {
      throw CommandFailed.notReached("there is no agent in " + target + "; attach puts one in");
    }
    String address = published.address();
    if (address == null) {
      throw CommandFailed.notReached("the agent in " + target + " does not listen (http=off)");
    }
    return address;
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
    put(parameters, "min-age", minAge);
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
