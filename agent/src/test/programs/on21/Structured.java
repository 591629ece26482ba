import java.util.concurrent.StructuredTaskScope;

/** Forks in task scopes, with the API of JDK 21. */
public final class Structured {
  private Structured() {}

  public static void main(String[] arguments) throws Exception {
    for (int i = 0; i < 100; i++) {
      try (var ended = new StructuredTaskScope.ShutdownOnFailure()) {
        for (int child = 0; child < 10; child++) {
          forkShort(ended);
        }
        ended.join().throwIfFailed();
      }
    }
    try (var scope = new StructuredTaskScope<Object>()) {
      for (int i = 0; i < 500; i++) {
        forkLeaked(scope);
      }
      System.out.println("EXPECT virtual 0 Structured.forkShort(");
      System.out.println("EXPECT virtual 500 Structured.forkLeaked(");
      System.out.println("READY");
      System.in.read();
      Runtime.getRuntime().halt(0);
    }
  }

  private static void forkShort(StructuredTaskScope<Object> scope) {
    scope.fork(() -> "");
  }

  private static void forkLeaked(StructuredTaskScope<Object> scope) {
    scope.fork(
        () -> {
          Thread.sleep(Long.MAX_VALUE);
          return "";
        });
  }
}
