package program;

import java.lang.instrument.Instrumentation;

/** An agent that may retransform and does nothing: what {@code -javaagent} costs by itself. */
final class BareAgent {
  private BareAgent() {}

  public static void premain(String options, Instrumentation instrumentation) {}
}
