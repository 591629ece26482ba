package io.github.threadleak.census;

import io.github.threadleak.jvm.LiveThreads;
import io.github.threadleak.jvm.PlatformActivity;
import io.github.threadleak.jvm.Threads;
import io.github.threadleak.registry.Books;
import io.github.threadleak.registry.Clock;
import io.github.threadleak.registry.Registry;
import io.github.threadleak.site.Site;
import io.github.threadleak.site.SiteTable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lists the virtual threads that wait, unmounted and without a limit, and says of each whether it
 * has done so for long. Safe for use by many threads, each with a walk of its own; never called by
 * a probe.
 */
public final class LongParked {
  private final Books books;
  private final SiteTable sites;
  private final LiveThreads threads;
  private final ParkWatch watch = new ParkWatch();

  /** Takes each thread in turn; must not keep it. */
  public interface Each {
    /**
     * Takes one.
     *
     * @param isLong whether two censuses found it in the park that it is in, and it is as old as
     *     asked for
     */
    void accept(Thread thread, Site site, boolean isLong);
  }

  public LongParked(Books books, SiteTable sites, LiveThreads threads) {
    this.books = books;
    this.sites = sites;
    this.threads = threads;
  }

  /** Passes the waiting virtual threads that are in the books. */
  public void forEach(double minimumAgeSeconds, Each each) {
    Thread[] platform = threads.platform();
    PlatformActivity unasked = PlatformActivity.of(new Thread[0]);
    LiveThreads.Parts virtual = threads.virtual(platform);
    @Nullable Site[] homes = new Site[books.variants().limit()];
    Registry.Entry entry = new Registry.Entry();
    int now = books.clock().now();
    Consumer<Thread> one =
        thread -> {
          Thread.State state = Threads.state(thread);
          if (state != Thread.State.WAITING
              || watch.carrier(thread) != null
              || !books.registry().find(Threads.id(thread), entry)) {
            return;
          }
          boolean isLong =
              ParkNote.isSeenAgain(entry.note)
                  && Clock.secondsBetween(entry.started, now) >= minimumAgeSeconds
                  && ParkNote.isIn(entry.note, signature(thread, state, unasked));
          each.accept(thread, site(homes, books.home(entry.pool, entry.variant)), isLong);
        };
    while (virtual.next(one)) {
      // the work is in the condition
    }
  }

  private int signature(Thread thread, Thread.State state, PlatformActivity unasked) {
    Object blocker = LockSupport.getBlocker(thread);
    int identity = blocker == null ? 0 : System.identityHashCode(blocker);
    return watch.signature(thread, state, identity, null, unasked);
  }

  private Site site(@Nullable Site[] homes, int variant) {
    if (variant >= homes.length) {
      return sites.variant(variant).site();
    }
    Site known = homes[variant];
    if (known == null) {
      known = sites.variant(variant).site();
      homes[variant] = known;
    }
    return known;
  }
}
