import java.util.List;

/** Threads whose names try to break the formats they are written to. */
public final class Named {
  static final List<String> NAMES =
      List.of(
          "quoted \"name\" \\ back",
          "two\nlines\r\nthree",
          "\u001b[31mred\u001b[0m",
          "<script>alert(1)</script>",
          "x".repeat(64 * 1024),
          "\u202eright to left \u0000 nul \ud800 lone",
          "");

  private Named() {}

  public static void main(String[] arguments) {
    for (String name : NAMES) {
      startNamed(name);
    }
    Told.expect("platform", NAMES.size(), "Named.startNamed(");
    Told.ready();
    Runtime.getRuntime().halt(0);
  }

  private static void startNamed(String name) {
    new Thread(Told::parkForGood, name).start();
  }
}
