import java.util.ArrayList;
import java.util.List;

/** An application that sets a security manager in main, or finds that it cannot. */
public final class OwnSecurityManager {
  private OwnSecurityManager() {}

  @SuppressWarnings({"removal", "deprecation"})
  public static void main(String[] arguments) throws Exception {
    List<Thread> threads = new ArrayList<>();
    String outcome;
    try {
      System.setSecurityManager(new Strict());
      outcome = "set " + System.getSecurityManager().getClass().getName();
    } catch (UnsupportedOperationException unsupported) {
      outcome = "unsupported";
    }
    System.out.println(outcome);
    for (int i = 0; i < 100; i++) {
      Thread thread = new Thread(() -> {});
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.println("threads ended");
    try {
      System.getProperty("forbidden");
      System.out.println("read");
    } catch (SecurityException expected) {
      System.out.println("refused");
    }
  }

  /** Refuses one property to the application's code; threads and all else are allowed. */
  @SuppressWarnings({"removal", "deprecation"})
  private static final class Strict extends SecurityManager {
    @Override
    public void checkPermission(java.security.Permission permission) {
      if (permission.getName().equals("forbidden")) {
        throw new SecurityException("forbidden");
      }
    }
  }
}
