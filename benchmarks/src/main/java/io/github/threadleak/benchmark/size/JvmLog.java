package io.github.threadleak.benchmark.size;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a JVM with {@link #argument} writes about its safepoints. */
final class JvmLog {
  private static final Pattern SAFEPOINT =
      Pattern.compile("Safepoint \"([^\"]+)\".* Total: *(\\d+) ns");

  private final Path file;

  JvmLog(Path file) {
    this.file = file;
  }

  String argument() {
    return "-Xlog:safepoint:file=" + file + ":uptime:filecount=0";
  }

  /** Where the log ends now. */
  long mark() throws IOException {
    return Files.size(file);
  }

  /** Nanoseconds of the longest stop since a mark, collections left out; 0 for none. */
  double longestPause(long mark) throws IOException {
    String logged = Files.readString(file, StandardCharsets.UTF_8).substring((int) mark);
    double longest = 0;
    Matcher stop = SAFEPOINT.matcher(logged);
    while (stop.find()) {
      String cause = stop.group(1);
      if (!cause.startsWith("G1") && !cause.contains("Collect")) {
        longest = Math.max(longest, Double.parseDouble(stop.group(2)));
      }
    }
    return longest;
  }
}
