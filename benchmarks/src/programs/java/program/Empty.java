package program;

/** Says one line. */
final class Empty {
  private Empty() {}

  public static void main(String[] arguments) {
    System.out.println("main");
  }
}
