/** Virtual threads of the names of {@link Named}. */
public final class NamedVirtual {
  private NamedVirtual() {}

  public static void main(String[] arguments) {
    for (String name : Named.NAMES) {
      startNamed(name);
    }
    Told.expect("virtual", Named.NAMES.size(), "NamedVirtual.startNamed(");
    Told.ready();
    Runtime.getRuntime().halt(0);
  }

  private static void startNamed(String name) {
    Thread.ofVirtual().name(name).start(Told::parkForGood);
  }
}
