package io.github.threadleak.registry;

import io.github.threadleak.site.SpawnCapture;
import io.github.threadleak.site.VariantTable;
import java.util.concurrent.atomic.AtomicLong;

/**
 * All that probes write: one set for each installation of the agent. Safe for use by many threads,
 * without locks.
 */
public final class Books {
  private final Clock clock = new Clock();
  private final Registry registry = new Registry();
  private final PoolTable pools = new PoolTable();
  private final Bindings bindings = new Bindings();
  private final RecentEnds recentEnds = new RecentEnds();
  private final Tally tally = new Tally();
  private final AtomicLong probeErrors = new AtomicLong();
  private final VariantTable variants;
  private final SpawnCapture capture;

  public Books(VariantTable variants, SpawnCapture capture) {
    this.variants = variants;
    this.capture = capture;
  }

  public Clock clock() {
    return clock;
  }

  public Registry registry() {
    return registry;
  }

  public PoolTable pools() {
    return pools;
  }

  public Bindings bindings() {
    return bindings;
  }

  public RecentEnds recentEnds() {
    return recentEnds;
  }

  public Tally tally() {
    return tally;
  }

  public VariantTable variants() {
    return variants;
  }

  public SpawnCapture capture() {
    return capture;
  }

  /** Counts an event that a probe could not enter. */
  public void countProbeError() {
    probeErrors.getAndIncrement();
  }

  public long probeErrors() {
    return probeErrors.get();
  }

  /**
   * The variant that a thread is counted at: where its pool was constructed if it is a worker, else
   * where it was spawned.
   */
  public int home(int pool, int variant) {
    PoolTable.Pool its = pools.at(pool);
    return its != null && its.workers ? its.variant : variant;
  }

  /** Memory held, in bytes. */
  public long bytes() {
    return registry.bytes() + pools.bytes() + variants.bytes();
  }
}
