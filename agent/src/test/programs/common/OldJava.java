/** A Java agent that makes the agents after it believe that this is Java 11. */
public final class OldJava {
  private OldJava() {}

  public static void premain(String arguments) {
    System.setProperty("java.specification.version", "11");
  }
}
