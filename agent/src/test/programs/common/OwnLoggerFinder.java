import java.util.ResourceBundle;

/**
 * An application that brings its logger finder, as a service on the class path; the finder tells
 * when it was made.
 */
public final class OwnLoggerFinder extends System.LoggerFinder {
  private static volatile boolean inMain;

  public OwnLoggerFinder() {
    System.out.println("finder made " + (inMain ? "in main" : "before main"));
  }

  public static void main(String[] arguments) {
    inMain = true;
    System.out.println(System.getLogger("own").getName());
  }

  @Override
  public System.Logger getLogger(String name, Module module) {
    return new System.Logger() {
      @Override
      public String getName() {
        return "own:" + name;
      }

      @Override
      public boolean isLoggable(Level level) {
        return false;
      }

      @Override
      public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {}

      @Override
      public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {}
    };
  }
}
