import java.time.Duration;
import java.util.List;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.StructuredTaskScope.Joiner;
import java.util.concurrent.locks.LockSupport;

/** The ways of JDK 25 alone: its API of task scopes, and its own threads. */
final class OwnWays {
  private static final String J_U_C = "java.util.concurrent.";
  private static final String SCOPE = J_U_C + "StructuredTaskScopeImpl";

  private OwnWays() {}

  static List<Way> ways() {
    return List.of(
        Way.of("structured join", "join", SCOPE, () -> scope().join()),
        Way.of("structured join", "join with a timeout", SCOPE, () -> timed().join()),
        Way.of("structured join", "close", SCOPE, OwnWays::close),
        Way.found("selector", "MasterPoller", "", () -> {}),
        Way.found("selector", "SubPoller-*", "", () -> {}),
        Way.found("idle pool worker", "VirtualThread-unblocker", "", () -> {}),
        Way.found("idle pool worker", "ForkJoinPool-1-delayScheduler", "", () -> {}));
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
    scope.fork(OwnWays::parkForGood);
    return scope;
  }

  private static Object parkForGood() {
    while (true) {
      LockSupport.park();
      // a scope that is shut down interrupts, and no interrupted thread parks
      Thread.interrupted();
    }
  }

  private static void close() throws InterruptedException {
    Thread.currentThread().interrupt();
    try (StructuredTaskScope<Object, Void> scope = scope()) {
      scope.join();
    }
  }
}
