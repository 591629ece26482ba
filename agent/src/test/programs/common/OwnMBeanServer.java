import java.lang.management.ManagementFactory;
import javax.management.MBeanServer;
import javax.management.MBeanServerBuilder;
import javax.management.MBeanServerDelegate;

/** An application that chooses the builder of MBean servers in main, before it first uses one. */
public final class OwnMBeanServer extends MBeanServerBuilder {
  private static int made;

  public static void main(String[] arguments) {
    System.setProperty("javax.management.builder.initial", OwnMBeanServer.class.getName());
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    System.out.println("made " + made + ", " + server.getDefaultDomain());
  }

  static int made() {
    return made;
  }

  @Override
  public MBeanServer newMBeanServer(
      String domain, MBeanServer outer, MBeanServerDelegate delegate) {
    made++;
    return super.newMBeanServer(domain, outer, delegate);
  }
}
