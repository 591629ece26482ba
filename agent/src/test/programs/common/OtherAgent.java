import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;

/** Another agent, which retransforms JDK classes and changes nothing in them. */
public final class OtherAgent {
  private OtherAgent() {}

  public static void premain(String classes, Instrumentation instrumentation) throws Exception {
    ClassFileTransformer idle =
        new ClassFileTransformer() {
          @Override
          public byte[] transform(
              ClassLoader loader,
              String name,
              Class<?> type,
              ProtectionDomain domain,
              byte[] file) {
            return null;
          }
        };
    instrumentation.addTransformer(idle, true);
    for (String name : classes.split(";")) {
      instrumentation.retransformClasses(Class.forName(name, false, null));
    }
    instrumentation.removeTransformer(idle);
  }
}
