package io.github.threadleak.it;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** A JVM that runs programs of the {@link Corpus} under verdicts that come soon. */
final class Watched implements AutoCloseable {
  static final Set<String> ACCUSING = Set.of("deadlocked", "proven", "stuck", "suspected");

  private final ForkedJvm jvm;

  private Watched(ForkedJvm jvm) {
    this.jvm = jvm;
  }

  static Watched start(Jdk jdk, String heap, String mainClass, Object... arguments)
      throws IOException {
    return new Watched(
        ForkedJvm.on(jdk)
            // Little processor time for each of many JVMs, and collections as in a busy service.
            .jvm("-Xmx" + heap, "-Xmn16m", "-XX:TieredStopAtLevel=1", "-XX:CICompilerCount=1")
            .agent("census-interval=1s", "stuck-after=8s", "suspect-window=30s", "proof=gc")
            .run(mainClass, arguments));
  }

  ForkedJvm jvm() {
    return jvm;
  }

  /** The groups that have a verdict against them. */
  List<JsonObject> accused() throws IOException, InterruptedException {
    return Accounting.groups(jvm.json("/debug/pprof/threadleak?format=json")).stream()
        .filter(group -> ACCUSING.contains(group.get("verdict").getAsString()))
        .toList();
  }

  /** What the agent and a JDK tool say, for a failure's message. */
  String evidence() {
    try {
      return "\n" + jvm.page("/debug/pprof/threadleak?debug=1") + jvm.transcript();
    } catch (IOException | InterruptedException | AssertionError gone) {
      return "\n" + jvm.transcript();
    }
  }

  @Override
  public void close() throws IOException {
    jvm.close();
  }
}
