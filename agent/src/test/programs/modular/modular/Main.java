package modular;

import java.util.concurrent.locks.LockSupport;

/** Starts ten threads; waits until its standard input ends. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws Exception {
    for (int i = 0; i < 10; i++) {
      startParked();
    }
    System.out.println("EXPECT platform 10 Main.startParked(");
    System.out.println(
        "modules "
            + ModuleLayer.boot().findModule("jdk.httpserver").isPresent()
            + " "
            + ModuleLayer.boot().findModule("java.logging").isPresent());
    System.out.println("READY");
    while (System.in.read() >= 0) {
      // until told to end
      if (System.in.available() == 0) {
        break;
      }
    }
  }

  private static void startParked() {
    Thread thread =
        new Thread(
            () -> {
              while (true) {
                LockSupport.park();
              }
            });
    thread.setDaemon(true);
    thread.start();
  }
}
