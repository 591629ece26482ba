package io.github.threadleak.cli;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Finds the agent that a command's TARGET means, with the options that it takes to ask it. */
final class Target {
  @Option(names = "--token-file", paramLabel = "F", description = "File with the token to send.")
  @Nullable Path tokenFile;

  @Option(
      names = "--ca",
      paramLabel = "F",
      description = "PEM file with the certificates to trust.")
  @Nullable Path ca;

  Download.Access access() {
    return new Download.Access(tokenFile, ca, Map.of());
  }

  /** Whether the text is a process id or a URL, not a file. */
  static boolean isRunning(String target) {
    return isUrl(target) || TargetJvm.isPid(target);
  }

  static boolean isUrl(String target) {
    return target.startsWith("http://") || target.startsWith("https://");
  }

  /** The agent's URL, without a slash at its end. */
  static String base(String target) throws CommandFailed {
    if (isUrl(target)) {
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
}
