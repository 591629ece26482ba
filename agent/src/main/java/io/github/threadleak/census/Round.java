package io.github.threadleak.census;

import io.github.threadleak.jvm.CollectionWatch;
import io.github.threadleak.jvm.LiveThreads;
import io.github.threadleak.jvm.PlatformActivity;
import io.github.threadleak.jvm.Threads;
import io.github.threadleak.registry.Books;
import io.github.threadleak.registry.Registry;
import io.github.threadleak.snapshot.Kind;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One census: notes with each thread since when it has been in its park, and counts what threads
 * are parked on. For the census thread.
 */
final class Round {
  /** The census number goes round in eight bits; 0 stands for none. */
  private static final int NUMBERS = 255;

  private final Books books;
  private final ParkWatch watch;
  private final Occupancy.Count counting;
  private final Thread[] platform;
  private final PlatformActivity activity;
  private final boolean everyParkIsNew;
  private final boolean collected;
  private final int now;
  private final int number;

  Round(
      Books books,
      LiveThreads threads,
      ParkWatch watch,
      CollectionWatch collections,
      Occupancy.Count counting,
      long censuses) {
    this.books = books;
    this.watch = watch;
    this.counting = counting;
    now = books.clock().now();
    number = (int) (censuses % NUMBERS) + 1;
    everyParkIsNew = collections.everyParkIsNew();
    collected = collections.collected();
    platform = threads.platform();
    activity = PlatformActivity.of(platform);
  }

  Thread[] platform() {
    return platform;
  }

  /**
   * Looks at a live thread.
   *
   * @param entry its entry in the books; null where there are none
   */
  void look(Thread thread, Kind kind, Registry.@Nullable Entry entry) {
    Thread.State state = Threads.state(thread);
    Object blocker = LockSupport.getBlocker(thread);
    counting.add(thread, kind, state, blocker, entry);
    if (entry == null) {
      return;
    }
    Thread carrier = kind == Kind.VIRTUAL ? watch.carrier(thread) : null;
    int identity = ParkWatch.identity(thread, kind, state, blocker, activity);
    int signature = watch.signature(thread, state, identity, carrier, activity);
    boolean proves = kind == Kind.PLATFORM || carrier != null || everyParkIsNew;
    books
        .registry()
        .note(entry, ParkNote.next(entry.note, signature, proves, collected, now, number));
  }

  /** Whether a thread has been looked at in this census. */
  boolean hasSeen(Registry.Entry entry) {
    return ParkNote.isOf(entry.note, number);
  }
}
