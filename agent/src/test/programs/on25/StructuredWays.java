import java.time.Duration;
import java.util.List;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.StructuredTaskScope.Joiner;

/** Waiting for a task scope, with the API of JDK 25. */
final class StructuredWays {
  private static final String SCOPE = "java.util.concurrent.StructuredTaskScopeImpl";

  private StructuredWays() {}

  static List<Way> ways() {
    return List.of(
        Way.of("structured join", "join", SCOPE, () -> scope().join()),
        Way.of("structured join", "join with a timeout", SCOPE, () -> timed().join()),
        Way.of("structured join", "close", SCOPE, StructuredWays::close));
  }

  private static StructuredTaskScope<Object, Void> scope() {
    return forked(StructuredTaskScope.open());
  }

  private static StructuredTaskScope<Object, Void> timed() {
    return forked(
        StructuredTaskScope.open(
            Joiner.awaitAllSuccessfulOrThrow(),
            configuration -> configuration.withTimeout(Duration.ofHours(1))));
  }

  private static StructuredTaskScope<Object, Void> forked(StructuredTaskScope<Object, Void> scope) {
    scope.fork(StructuredWays::parkForGood);
    return scope;
  }

  private static Object parkForGood() {
    Told.parkForGood();
    return "";
  }

  private static void close() throws InterruptedException {
    Thread.currentThread().interrupt();
    try (StructuredTaskScope<Object, Void> scope = scope()) {
      scope.join();
    } 
  }
}
