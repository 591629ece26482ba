package io.github.threadleak.probe;

import io.github.threadleak.jvm.Threads;
import io.github.threadleak.registry.Books;
import io.github.threadleak.site.SpawnCapture;
import io.github.threadleak.site.VariantTable;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ThreadPoolExecutor;

/**
 * The probes of one installation: put into the JDK's classes by retransformation, and taken out
 * again by it.
 */
public final class Probes implements AutoCloseable {
  /** Starts come last: a thread whose start is entered must have its end seen. */
  private static final Event[] GOING_LIVE = {
    Event.PLATFORM_END,
    Event.VIRTUAL_END,
    Event.POOL_CREATED,
    Event.WORKER_CREATED,
    Event.PLATFORM_START_FAILED,
    Event.PLATFORM_START,
    Event.VIRTUAL_START
  };

  private final Instrumentation instrumentation;
  private final ProbedMethod[] methods;
  private final Class<?>[] classes;
  private final Dispatcher dispatcher;

  /** Why the JDK's classes cannot be changed; nothing has been, when it is thrown. */
  public static final class CannotProbe extends Exception {
    private static final long serialVersionUID = 1;

    CannotProbe(String reason) {
      super(reason);
    }
  }

  private Probes(
      Instrumentation instrumentation,
      ProbedMethod[] methods,
      Class<?>[] classes,
      Dispatcher dispatcher) {
    this.methods = methods;
    this.instrumentation = instrumentation;
    this.classes = classes;
    this.dispatcher = dispatcher;
  }

  /** The name of the class above whose frames a captured stack is the application's. */
  public static String dispatcherName() {
    return Dispatcher.NAME;
  }

  /**
   * Changes the JDK's classes and lets events flow into {@code books}.
   *
   * @throws CannotProbe where this JDK is not as expected; its classes are then as they were
   */
  public static Probes install(Instrumentation instrumentation, Books books) throws CannotProbe {
    if (!instrumentation.isRetransformClassesSupported()) {
      throw new CannotProbe("this JVM does not retransform classes");
    }
    try {
      JdkPools jdkPools = new JdkPools();
      ProbedMethod[] methods = ProbedMethod.forThisJvm(Threads.hasVirtual());
      Class<?>[] classes = classesOf(methods);
      Dispatcher dispatcher = new Dispatcher();
      warmUp(jdkPools);
      Probes probes = new Probes(instrumentation, methods, classes, dispatcher);
      probes.place();
      try {
        Recorder recorder = new Recorder(books, jdkPools);
        for (Event event : GOING_LIVE) {
          dispatcher.set(event, recorder.receiver(event));
        }
      } catch (Throwable problem) {
        probes.close();
        throw problem;
      }
      return probes;
    } catch (ReflectiveOperationException | UnmodifiableClassException | LinkageError changed) {
      throw new CannotProbe("this JDK's inside is not as expected: " + changed);
    }
  }

  /** Stops the flow of events, then gives the JDK's classes their own byte code back. */
  @Override
  public void close() throws UnmodifiableClassException {
    for (Event event : Event.values()) {
      dispatcher.set(event, null);
    }
    instrumentation.retransformClasses(classes);
  }

  /**
   * Puts the probes in once more, after somebody else's retransformation has started from the JDK's
   * own byte code and so taken them out.
   */
  public void placeAgain() throws UnmodifiableClassException, CannotProbe {
    place();
  }

  private void place() throws UnmodifiableClassException, CannotProbe {
    ProbeTransformer transformer = new ProbeTransformer(methods);
    instrumentation.addTransformer(transformer, true);
    try {
      instrumentation.retransformClasses(classes);
    } finally {
      instrumentation.removeTransformer(transformer);
    }
    ProbedMethod missing = transformer.missing();
    if (missing != null) {
      instrumentation.retransformClasses(classes);
      Throwable problem = transformer.problem();
      throw new CannotProbe(
          problem == null
              ? "this JDK has no " + missing.className() + "." + missing.name + missing.descriptor
              : "this JDK's classes cannot be read: " + problem);
    }
  }

  private static Class<?>[] classesOf(ProbedMethod[] methods) throws ClassNotFoundException {
    Set<Class<?>> classes = new LinkedHashSet<>();
    for (ProbedMethod method : methods) {
      classes.add(Class.forName(method.className(), false, null));
    }
    return classes.toArray(new Class<?>[0]);
  }

  /**
   * Takes every path of the recorder once, on books of its own: a probe must not be the first to
   * load a class or link a call, since that may take locks that the spawning thread's caller holds.
   */
  private static void warmUp(JdkPools jdkPools) {
    VariantTable variants = new VariantTable(1, true);
    Books scratch = new Books(variants, new SpawnCapture(SpawnCapture.Mode.EXACT, 1, variants));
    Recorder recorder = new Recorder(scratch, jdkPools);
    Thread thread = new Thread("threadleak-warm-up");
    Object pool = new Object();
    for (int round = 0; round < 2; round++) {
      recorder.receiver(Event.POOL_CREATED).accept(pool, null);
      recorder.receiver(Event.PLATFORM_START).accept(thread, null);
      recorder.receiver(Event.PLATFORM_START).accept(thread, round == 0 ? pool : jdkPools.root());
      recorder.receiver(Event.PLATFORM_START_FAILED).accept(thread, null);
      recorder.receiver(Event.VIRTUAL_START).accept(thread, pool);
      recorder.receiver(Event.VIRTUAL_END).accept(thread, null);
      recorder.receiver(Event.PLATFORM_END).accept(thread, null);
      recorder.receiver(Event.PLATFORM_END).accept(thread, null);
    }
    if (jdkPools.poolsBindWorkers()) {
      scratch.bindings().bind(Threads.id(thread), 1);
      scratch.bindings().take(Threads.id(thread));
      recorder.receiver(Event.WORKER_CREATED).accept(thread, ThreadPoolExecutor.class);
    }
    jdkPools.warmUp();
    scratch.pools().link(pool, thread);
    scratch.countProbeError();
  }
}
