import java.lang.management.ManagementFactory;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** Sets up logging and management as late as it is told to. */
final class LateSettings {
  private LateSettings() {}

  public static void main(String[] arguments) {
    Told.say("READY");
    Told.hear();
    System.setProperty("java.util.logging.manager", OwnLogManager.Manager.class.getName());
    System.setProperty("javax.management.builder.initial", OwnMBeanServer.class.getName());
    ManagementFactory.getPlatformMBeanServer();
    Logger.getLogger("own").fine("unseen");
    Told.say("manager " + LogManager.getLogManager().getClass().getName());
    Told.say("servers made " + OwnMBeanServer.made());
  }
}
