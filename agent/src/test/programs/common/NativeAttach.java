/** Threads that native code attaches to the JVM: {@code NativeAttach LIBRARY COUNT}. */
public final class NativeAttach {
  private NativeAttach() {}

  /** Starts so many native threads, and returns once all of them are attached. */
  private static native void attach(int count);

  /** Lets them detach, and returns once all of them have ended. */
  private static native void detach();

  public static void main(String[] arguments) {
    System.load(arguments[0]);
    int count = Integer.parseInt(arguments[1]);
    Told.say("BEFORE");
    for (String line = Told.hear(); line != null; line = Told.hear()) {
      switch (line) {
        case "attach" -> {
          attach(count);
          Told.say("ATTACHED");
        }
        case "detach" -> {
          detach();
          startAfterwards();
          Told.expect("platform", 1, "NativeAttach.startAfterwards(");
          Told.say("READY");
        }
        default -> Runtime.getRuntime().halt(0);
      }
    }
  }

  private static void startAfterwards() {
    new Thread(Told::parkForGood).start();
  }
}
