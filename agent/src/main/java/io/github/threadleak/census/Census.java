package io.github.threadleak.census;

import io.github.threadleak.jvm.CollectionWatch;
import io.github.threadleak.jvm.CpuClock;
import io.github.threadleak.jvm.LiveThreads;
import io.github.threadleak.jvm.Monitors;
import io.github.threadleak.registry.Books;
import io.github.threadleak.registry.Registry;
import io.github.threadleak.site.Site;
import io.github.threadleak.site.SiteTable;
import io.github.threadleak.snapshot.Kind;
import io.github.threadleak.snapshot.Leak;
import io.github.threadleak.snapshot.ThreadCounts;
import io.github.threadleak.verdict.Chronicle;
import io.github.threadleak.verdict.Detector;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The agent's one background thread: every census interval it reconciles the books, notes since
 * when each thread has been parked, makes frames of new captures and lets memory go. It paces
 * itself to one hundredth of a core, half a second ahead at most.
 */
public final class Census implements AutoCloseable {
  private static final int SHARE_OF_A_CORE = 100;

  /** The first censuses run cold code: they may be dearer than the ones after. */
  private static final long MOST_SAVED_NANOS = 500_000_000;

  /** The application has better use for the processors while it starts. */
  private static final long START_PAUSE_NANOS = 200_000_000;

  /** Between looks for something to tidy up; a probe that needs frames ends it. */
  private static final long IDLE_PAUSE_NANOS = 1_000_000_000;

  /** After tidying up: probes may ask for frames at every new stack. */
  private static final long TIDY_PAUSE_NANOS = 50_000_000;

  private final Books books;
  private final SiteTable sites;
  private final Reconciler reconciler;
  private final Pools pools;
  private final Duration interval;
  private final boolean instrumented;
  private final BooleanSupplier probesInPlace;
  private final Thread thread;
  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong cpuNanos = new AtomicLong();
  private final AtomicLong errors = new AtomicLong();

  private final LiveThreads threads;
  private final ParkWatch watch = new ParkWatch();
  private final Occupancy occupancy;
  private final Detector detector;
  private final Chronicle<Site> chronicle;
  private final SiteWatch siteWatch;
  private final LongPredicate proven;
  private final Consumer<List<Leak>> listener;
  private final History history = new History();
  private volatile ThreadCounts counts = ThreadCounts.NONE;
  private volatile long lastEnd;

  // The census thread's own; made late, for they ask java.management.
  private @Nullable CollectionWatch collections;

  // And this for what it takes to make, which premain would wait for.
  private @Nullable Monitors monitors;

  private @Nullable CpuClock clock;

  private volatile boolean closed;

  public Census(
      Books books,
      SiteTable sites,
      LiveThreads threads,
      Reconciler reconciler,
      Pools pools,
      Verdicts verdicts,
      Duration interval,
      boolean instrumented,
      BooleanSupplier probesInPlace) {
    detector = verdicts.detector();
    chronicle = verdicts.chronicle();
    proven = verdicts.proven();
    listener = verdicts.listener();
    siteWatch = new SiteWatch(books, sites, chronicle);
    this.probesInPlace = probesInPlace;
    this.instrumented = instrumented;
    this.books = books;
    this.sites = sites;
    this.reconciler = reconciler;
    this.threads = threads;
    occupancy = new Occupancy(books, sites);
    this.pools = pools;
    this.interval = interval;
    Runnable body = new Runnable() { // no lambda, whose class the JDK would spin before main
          @Override
          public void run() {
            Census.this.run();
          }
        };
    thread = new Thread(null, body, "threadleak-census", 0, false);
    thread.setDaemon(true);
  }

  public void start() {
    books.variants().madeBy(thread);
    thread.start();
  }

  /** Censuses taken since the start. */
  public long taken() {
    return taken.get();
  }

  /** Wall time that they took together, in seconds. */
  public double seconds() {
    return nanos.get() / 1e9;
  }

  /** Processor time that they took together, in seconds. */
  public double cpuSeconds() {
    return cpuNanos.get() / 1e9;
  }

  /** What the threads were doing when the last census looked. */
  public ThreadCounts counts() {
    return counts;
  }

  /** How many threads the censuses have counted. */
  public History history() {
    return history;
  }

  /** Seconds since the end of the last census; NaN before the first. */
  public double age() {
    long end = lastEnd;
    return end == 0 ? Double.NaN : (System.nanoTime() - end) / 1e9;
  }

  /** Censuses that ended in an exception. */
  public long errors() {
    return errors.get();
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join(5_000);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    pauseUntil(System.nanoTime() + START_PAUSE_NANOS);
    prepare();
    long pause = interval.toMillis();
    long saved = MOST_SAVED_NANOS;
    long last = System.nanoTime();
    while (pauseFor(pause)) {
      CpuClock clock = clock();
      long start = System.nanoTime();
      long cpuStart = clock.nanos();
      try {
        take();
      } catch (Throwable problem) {
        errors.incrementAndGet();
      }
      long took = System.nanoTime() - start;
      taken.incrementAndGet();
      nanos.addAndGet(took);
      lastEnd = System.nanoTime();
      long cpu = clock.nanos() - cpuStart;
      cpuNanos.addAndGet(cpu);
      long now = System.nanoTime();
      saved = Math.min(MOST_SAVED_NANOS, saved + (now - last) / SHARE_OF_A_CORE) - cpu;
      last = now;
      pause = Math.max(interval.toMillis(), -saved * SHARE_OF_A_CORE / 1_000_000);
    }
  }

  private void prepare() {
    try {
      books.capture().prepare();
    } catch (Throwable problem) {
      errors.incrementAndGet();
    }
  }

  private CpuClock clock() {
    CpuClock known = clock;
    if (known == null) {
      known = new CpuClock();
      clock = known;
    }
    return known;
  }

  private Monitors monitors() {
    Monitors known = monitors;
    if (known == null) {
      known = new Monitors();
      monitors = known;
    }
    return known;
  }

  private void take() {
    pools.look(books.clock().now());
    CollectionWatch watching = collections;
    if (watching == null) {
      watching = new CollectionWatch();
      collections = watching;
    }
    Occupancy.Count counting = occupancy.new Count();
    Round round =
        new Round(books, sites, threads, watch, watching, counting, detector, proven, taken.get());
    if (!instrumented) { // without probes there are no books to keep
      lookAtAll(round);
      counting.read();
      counts = counting.result(detector.judge());
      history.add(counts.total(Instant.now()));
      return;
    }
    if (!probesInPlace.getAsBoolean()) {
      reconciler.distrust();
    }
    reconciler.reconcile(round);
    watching.startOver();
    round.countHeldBack(monitors());
    counting.read();
    BitSet poolsInUse = new BitSet();
    BitSet variantsInUse = new BitSet();
    books.pools().markVariants(variantsInUse);
    books.capture().markVariants(variantsInUse);
    AtomicLong live = new AtomicLong();
    Registry registry = books.registry();
    SiteWatch.Sweep sweep = siteWatch.new Sweep(round);
    registry.forEach(
        entry -> {
          sweep.visit(entry);
          variantsInUse.set(entry.variant);
          poolsInUse.set(entry.pool);
          live.incrementAndGet();
        });
    detector.learn(new Detector.SiteNews(sweep.end(), sweep.several(), counting.olderParks()));
    ThreadCounts counted = counting.result(detector.judge());
    counts = counted;
    history.add(counted.total(Instant.now()));
    listener.accept(withVanished(counted.leaks()));
    books.pools().tidy(poolsInUse);
    books.capture().examine();
    sites.tidy(variantsInUse);
    registry.tidy(live.get(), books.clock().now());
  }

  private List<Leak> withVanished(List<Leak> leaks) {
    List<Leak> all = new ArrayList<>(leaks);
    for (SiteCount gone : reconciler.vanished()) {
      all.add(Leaks.vanished(gone));
    }
    return all;
  }

  private void lookAtAll(Round round) {
    for (Thread each : round.platform()) {
      round.look(each, Kind.PLATFORM, null);
    }
    LiveThreads.Parts virtual = threads.virtual(round.platform());
    while (virtual.next(each -> round.look(each, Kind.VIRTUAL, null))) {
      // the work is in the condition
    }
  }

  /**
   * Waits for the next census and keeps the books in order meanwhile; false when the agent ends.
   */
  private boolean pauseFor(long millis) {
    long deadline = System.nanoTime() + millis * 1_000_000;
    for (long now = System.nanoTime(); !closed && now < deadline; now = System.nanoTime()) {
      if (tidyUp()) {
        pauseUntil(now + TIDY_PAUSE_NANOS);
      } else {
        Thread.interrupted(); // nobody has a reason to interrupt the agent's own thread
        LockSupport.parkNanos(this, Math.min(deadline - now, IDLE_PAUSE_NANOS));
      }
    }
    return !closed;
  }

  /** True where there was something to do. */
  private boolean tidyUp() {
    try {
      boolean pressed = books.variants().isPressed();
      if (pressed) {
        books.capture().examine();
        sites.makeFrames();
      }
      boolean scattered = books.registry().isScattered();
      if (scattered) {
        long live = books.tally().live(true) + books.tally().live(false);
        books.registry().tidy(live, books.clock().now());
      }
      return pressed || scattered;
    } catch (Throwable problem) {
      errors.incrementAndGet();
      return true;
    }
  }

  /** Whatever probes ask for meanwhile. */
  private void pauseUntil(long nanoTime) {
    for (long left = nanoTime - System.nanoTime();
        !closed && left > 0;
        left = nanoTime - System.nanoTime()) {
      Thread.interrupted();
      LockSupport.parkNanos(this, left);
    }
  }
}
