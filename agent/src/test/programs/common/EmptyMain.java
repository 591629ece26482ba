/** Ends at once. */
public final class EmptyMain {
  private EmptyMain() {}

  public static void main(String[] arguments) {
    System.out.println("done " + String.join(" ", arguments));
  }
}
