package io.github.threadleak.boot;

import io.github.threadleak.census.Census;
import io.github.threadleak.census.Lookout;
import io.github.threadleak.census.Pools;
import io.github.threadleak.census.Reconciler;
import io.github.threadleak.census.Sites;
import io.github.threadleak.census.Verdicts;
import io.github.threadleak.config.Log;
import io.github.threadleak.config.Options;
import io.github.threadleak.config.Sources;
import io.github.threadleak.endpoint.Endpoints;
import io.github.threadleak.http.Listener;
import io.github.threadleak.http.PortFile;
import io.github.threadleak.http.Routes;
import io.github.threadleak.http.Settings;
import io.github.threadleak.jvm.JdkInternals;
import io.github.threadleak.jvm.LiveThreads;
import io.github.threadleak.metrics.MetricsPage;
import io.github.threadleak.probe.Probes;
import io.github.threadleak.proof.gc.GcProof;
import io.github.threadleak.registry.Books;
import io.github.threadleak.site.SiteTable;
import io.github.threadleak.site.SpawnCapture;
import io.github.threadleak.site.VariantTable;
import io.github.threadleak.verdict.Chronicle;
import io.github.threadleak.verdict.Detector;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One running agent: made by the entry class through {@link #install}, ended by {@link #close}.
 * What premain waits for is the probes alone; the listener opens on a thread of its own.
 *
 * <p>Whatever runs in premain has anonymous classes instead of lambdas: the JDK spins a class for
 * each lambda, which takes several times as long as loading one.
 */
public final class Installation implements AutoCloseable {
  private static final long RETRY_MILLIS = 1_000;
  private static final long ATTACH_WAIT_MILLIS = 5_000;

  private final Options options;
  private final Log log;
  private final Books books;
  private final SiteTable sites;
  private final LiveThreads threads;
  private final Reconciler reconciler;
  private final AtomicLong httpFaults = new AtomicLong();
  private final Verdicts verdicts;
  private final Thread opener;

  // Set once by install(), before any thread of the agent reads them.
  private @Nullable Probes probes;
  private @Nullable Census census;
  private @Nullable Pools pools;
  private @Nullable ProbeKeeper keeper;

  // Read by the census thread, which is there before.
  private volatile @Nullable GcProof proof;

  // Guarded by this.
  private @Nullable Listener listener;
  private @Nullable Thread exitHook;
  private @Nullable AgentProperties properties;
  private boolean closed;

  private Installation(Options options, Log log) throws ReflectiveOperationException {
    this.options = options;
    this.log = log;
    VariantTable variants =
        new VariantTable(options.maxSites(), options.spawnStacks() != Options.SpawnStacks.OFF);
    books =
        new Books(
            variants,
            new SpawnCapture(
                SpawnCapture.Mode.valueOf(options.spawnStacks().name()),
                options.captureCpu(),
                variants));
    sites =
        new SiteTable(variants, options.maxSites(), options.appPackages(), Probes.dispatcherName());
    threads = new LiveThreads();
    reconciler = new Reconciler(books, sites, threads);
    verdicts =
        new Verdicts(
            new Detector(tenths(options.stuckAfter()), options.ignore()),
            new Chronicle<>(
                tenths(options.suspectWindow()),
                tenths(options.censusInterval()),
                options.suspectMin()),
            new LongPredicate() {
              @Override
              public boolean test(long threadId) {
                return isProven(threadId);
              }
            },
            new VerdictLog(
                log,
                new Supplier<>() {
                  @Override
                  public @Nullable String get() {
                    return url();
                  }
                },
                new LongSupplier() {
                  @Override
                  public long getAsLong() {
                    return System.nanoTime();
                  }
                }));
    opener =
        new Thread(
            null,
            new Runnable() {
              @Override
              public void run() {
                keepOpening();
              }
            },
            "threadleak-open",
            0,
            false);
    opener.setDaemon(true);
  }

  /**
   * Installs the agent.
   *
   * @param arguments the agent's options, or null
   * @param attached true in a JVM that was already running; the listener is then open when this
   *     returns
   * @return the installation, or null where there is nothing to do in this JVM
   */
  public static @Nullable Object install(
      @Nullable String arguments, Instrumentation instrumentation, boolean attached)
      throws ReflectiveOperationException, InterruptedException {
    if (Surroundings.isJdkTool()) {
      return null;
    }
    Log early = new Log(Log.Level.INFO);
    Options options = Options.read(arguments, new Sources.OfThisProcess(), early);
    JdkInternals.open(instrumentation);
    Installation installation = new Installation(options, new Log(options.log()));
    try {
      installation.start(instrumentation, attached);
    } catch (Throwable problem) {
      installation.release();
      throw problem;
    }
    return installation;
  }

  private void start(Instrumentation instrumentation, boolean attached)
      throws InterruptedException {
    String against = Surroundings.reasonToStandDown();
    if (against == null) {
      try {
        probes = Probes.install(instrumentation, books);
      } catch (Probes.CannotProbe cannot) {
        against = cannot.getMessage();
      }
    }
    if (probes != null) {
      reconciler.adoptOlder(attached);
    }
    ProbeKeeper keeping = probes == null ? null : new ProbeKeeper(probes, books, reconciler, log);
    if (keeping != null && !keeping.seesItsOwnThread()) {
      against = "the probes saw nothing of a thread's start and end";
      withdraw();
      keeping = null;
    }
    keeper = keeping;
    Pools looking = new Pools(books, sites, threads, keeping != null);
    pools = looking;
    Census counting =
        new Census(
            books,
            sites,
            threads,
            reconciler,
            looking,
            verdicts,
            options.censusInterval(),
            keeping != null,
            keeping == null ? () -> true : keeping);
    census = counting;
    counting.start();
    if (keeping != null) {
      proof = Proving.startIfAsked(options, books, sites, threads, reconciler, log);
    }
    if (against != null) {
      log.info(
          "does not instrument this JVM: "
              + against
              + "; threads are listed without their spawn sites");
    }
    opener.start();
    if (attached) {
      // Not for ever: this is the JVM's attach thread, which jcmd needs too.
      opener.join(ATTACH_WAIT_MILLIS);
    }
  }

  private void withdraw() {
    Probes placed = probes;
    probes = null;
    if (placed != null) {
      try {
        placed.close();
      } catch (Exception unmodifiable) {
        log.info("could not give the JDK's classes back: " + unmodifiable);
      }
    }
  }

  /**
   * Runs on its own thread: opening a socket is not worth the application's waiting. An application
   * that has filled its heap is the one that needs looking at, so want of memory is met by trying
   * again.
   */
  private void keepOpening() {
    while (true) {
      try {
        open();
        return;
      } catch (OutOfMemoryError noMemory) {
        synchronized (this) {
          try {
            wait(RETRY_MILLIS);
          } catch (InterruptedException stray) {
            // nobody has a reason to interrupt the agent's own thread
          }
          if (closed) {
            return;
          }
        }
      }
    }
  }

  private void open() {
    String version = Version.read();
    AgentProperties published = publish(version);
    if (!options.http()) {
      return;
    }
    try {
      Census counting = Objects.requireNonNull(census);
      Pools looking = Objects.requireNonNull(pools);
      Lookout lookout =
          new Lookout(
              books,
              sites,
              threads,
              reconciler,
              probes != null,
              verdicts.detector(),
              verdicts.proven());
      Sites siteRows = new Sites(books, sites, reconciler, verdicts, counting);
      Status status =
          new Status(
              options.metricsSites(),
              version,
              books,
              sites,
              reconciler,
              siteRows,
              lookout,
              looking,
              counting,
              keeper,
              proof,
              httpFaults);
      Routes routes =
          Endpoints.routes(
              lookout,
              looking,
              siteRows,
              status::head,
              status::metrics,
              new MetricsPage(options.metricsSites()),
              proof,
              options);
      Listener opened =
          Listener.open(Settings.of(options, httpFaults::incrementAndGet), routes, log);
      if (!keep(opened)) {
        opened.close();
        return;
      }
      published.set(AgentProperties.ADDRESS, opened.url());
      Path portFile = options.portFile();
      if (portFile != null) {
        PortFile.write(portFile, opened.port());
      }
      log.info(version + " listens on " + opened.url());
    } catch (IOException unusable) {
      log.info(String.valueOf(unusable.getMessage()));
    } catch (OutOfMemoryError noMemory) {
      throw noMemory;
    } catch (Throwable problem) {
      log.info("could not open the listener: " + problem + "; threads are recorded without it");
    }
  }

  private synchronized AgentProperties publish(String version) {
    AgentProperties published = new AgentProperties();
    properties = published;
    if (!closed) {
      published.set(AgentProperties.VERSION, version);
    }
    return published;
  }

  // A thread in a native accept delays the JVM's exit by a third of a second, so the listener
  // closes before.
  private synchronized boolean keep(Listener opened) {
    if (closed) {
      return false;
    }
    Thread hook = new Thread(null, opened::close, "threadleak-exit", 0, false);
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException exiting) {
      return false;
    }
    exitHook = hook;
    listener = opened;
    return true;
  }

  /**
   * Takes the agent out: the listener closes, the JDK's classes get their byte code back, nothing
   * refers to the books.
   */
  @Override
  public void close() {
    release();
    log.info("is detached from this JVM");
  }

  private void release() {
    GcProof proving = proof;
    if (proving != null) {
      proving.close();
    }
    withdraw();
    Listener open;
    Thread hook;
    AgentProperties published;
    synchronized (this) {
      closed = true;
      notifyAll();
      published = properties;
      open = listener;
      hook = exitHook;
    }
    if (open != null) {
      open.close();
    }
    if (hook != null) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException exiting) {
        // it runs, and finds the listener closed
      }
    }
    Census counting = census;
    if (counting != null) {
      counting.close();
    }
    if (published != null) {
      published.clear();
    }
  }

  private boolean isProven(long threadId) {
    GcProof proving = proof;
    return proving != null && proving.isProven(threadId);
  }

  private static long tenths(Duration duration) {
    return duration.toMillis() / 100;
  }

  private synchronized @Nullable String url() {
    Listener open = listener;
    return open == null ? null : open.url();
  }

  /** Where to find it, for a line on a second start. */
  @Override
  public synchronized String toString() {
    return listener == null ? "without a listener" : "at " + listener.url();
  }
}
