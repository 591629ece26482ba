import java.util.logging.LogManager;
import java.util.logging.Logger;

/** An application that brings its log manager: chosen in main where its argument is {@code set}. */
public final class OwnLogManager {
  private OwnLogManager() {}

  public static void main(String[] arguments) {
    if (arguments.length > 0 && arguments[0].equals("set")) {
      System.setProperty("java.util.logging.manager", Manager.class.getName());
    }
    Logger.getLogger("own").fine("unseen");
    System.out.println(LogManager.getLogManager().getClass().getName());
  }

  /** Apart from main, whose class the launcher would initialise together with LogManager. */
  public static final class Manager extends LogManager {}
}
