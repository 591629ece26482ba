package io.github.threadleak.boot;

import java.lang.instrument.Instrumentation;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where the entry class comes in. Its initializer hands an instance to the class loader that loads
 * it, which both sides know as nothing but a JDK interface. Takes {options or null,
 * Instrumentation, whether attached}; gives the installation, or null where there is nothing to do
 * in this JVM.
 */
public final class AgentEntry implements Function<@Nullable Object[], @Nullable Object> {
  static {
    @SuppressWarnings("unchecked")
    Consumer<Object> loader = (Consumer<Object>) (Object) AgentEntry.class.getClassLoader();
    loader.accept(new AgentEntry());
  }

  private AgentEntry() {}

  @Override
  public @Nullable Object apply(@Nullable Object[] call) {
    Object instrumentation = call[1];
    Object attached = call[2];
    if (instrumentation == null || attached == null) {
      throw new IllegalArgumentException("called without an Instrumentation");
    }
    try {
      return Installation.install(
          (String) call[0], (Instrumentation) instrumentation, (Boolean) attached);
    } catch (ReflectiveOperationException changed) {
      throw new IllegalStateException("this JDK's inside is not as expected: " + changed, changed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while starting", interrupted);
    }
  }
}
