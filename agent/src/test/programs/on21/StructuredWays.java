import java.time.Instant;
import java.util.List;
import java.util.concurrent.StructuredTaskScope;

/** Waiting for a task scope, with the API of JDK 21. */
final class StructuredWays {
  private static final String SCOPE = "java.util.concurrent.StructuredTaskScope";

  private StructuredWays() {}

  static List<Way> ways() {
    return List.of(
        Way.of("structured join", "join", SCOPE, () -> scope().join()),
        Way.of("structured join", "joinUntil", SCOPE, () -> scope().joinUntil(Instant.MAX)),
        Way.of("structured join", "close", SCOPE, StructuredWays::close));
  }

  private static StructuredTaskScope<Object> scope() {
    StructuredTaskScope<Object> scope = new StructuredTaskScope<>();
    scope.fork(StructuredWays::parkForGood);
    return scope;
  }

  private static Object parkForGood() {
    Told.parkForGood();
    return "";
  }

  private static void close() throws InterruptedException {
    try (StructuredTaskScope<Object> scope = scope()) {
      scope.shutdown();
      scope.join();
    }
  }
}
