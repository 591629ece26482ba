/** An application to attach to on every JDK: platform threads before and after. */
public final class AttachTarget17 {
  private AttachTarget17() {}

  public static void main(String[] arguments) {
    for (int i = 0; i < 100; i++) {
      startOld();
    }
    Told.say("READY");
    for (String line = Told.hear(); line != null && !line.equals("exit"); line = Told.hear()) {
      for (int i = 0; i < 50; i++) {
        startNew();
      }
      Told.say("STARTED 50");
    }
    Runtime.getRuntime().halt(0);
  }

  private static void startOld() {
    new Thread(Told::parkForGood, "old").start();
  }

  private static void startNew() {
    new Thread(Told::parkForGood, "new").start();
  }
}
