import java.time.Instant;
import java.util.List;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.locks.LockSupport;

/** The ways of JDK 21 alone: its API of task scopes, and its own threads. */
final class OwnWays {
  private static final String J_U_C = "java.util.concurrent.";
  private static final String SCOPE = J_U_C + "StructuredTaskScope";

  private OwnWays() {}

  static List<Way> ways() {
    return List.of(
        Way.of("structured join", "join", SCOPE, () -> scope().join()),
        Way.of("structured join", "joinUntil", SCOPE, () -> scope().joinUntil(Instant.MAX)),
        Way.of("structured join", "close", SCOPE, OwnWays::close),
        Way.found("selector", "Read-Poller", "", () -> {}),
        Way.found("queue take", "Read-Updater", J_U_C + "LinkedTransferQueue", () -> {}),
        Way.found(
            "idle pool worker",
            "VirtualThread-unparker",
            J_U_C + "ScheduledThreadPoolExecutor",
            () -> {}));
  }

  private static StructuredTaskScope<Object> scope() {
    StructuredTaskScope<Object> scope = new StructuredTaskScope<>();
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
    try (StructuredTaskScope<Object> scope = scope()) {
      scope.shutdown();
      scope.join();
    }
  }
}
