package corpus;

import java.lang.reflect.Method;

/** Runs several programs in one JVM: {@code Together FORM KIND PROGRAM...}. */
final class Together {
  public static void main(String[] arguments) throws Exception {
    String[] how = {arguments[0], arguments[1]};
    for (int i = 2; i < arguments.length; i++) {
      Method main =
          Class.forName("corpus." + arguments[i]).getDeclaredMethod("main", String[].class);
      new Thread(() -> start(main, how), arguments[i]).start();
    }
  }

  private static void start(Method main, String[] how) {
    try {
      main.invoke(null, (Object) how);
    } catch (ReflectiveOperationException failed) {
      System.out.println("UNEXPECTED " + main + ": " + failed.getCause());
    }
  }
}
