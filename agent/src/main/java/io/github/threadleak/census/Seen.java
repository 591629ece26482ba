package io.github.threadleak.census;

import io.github.threadleak.registry.PoolTable;
import io.github.threadleak.site.Site;
import io.github.threadleak.snapshot.Kind;
import io.github.threadleak.verdict.Standing;
import org.jspecify.annotations.Nullable;

/**
 * One live thread as a look finds it, joined with its entry in the books: a cursor, filled anew for
 * each thread, or a copy that a group keeps. It holds the thread, so it must not outlive the look.
 * For one thread.
 */
final class Seen implements Cloneable {
  Thread thread;
  long id;
  Kind kind = Kind.PLATFORM;
  Thread.State state = Thread.State.NEW;

  /** Its park blocker, or on request the monitor; null also where only its class is known. */
  @Nullable Object blocker;

  @Nullable String blockerClass;

  /** Identity hash of the blocker, 0 for none. */
  int identity;

  /** The thread that holds the monitor that this one is blocked at, 0 for unknown. */
  long monitorOwner;

  /** Tenths of a second since when it has been in this park, 0 where that is not known. */
  int parkedSince;

  /** Two censuses saw it parked alike, and the JVM does not tell whether it ran in between. */
  boolean seenParked;

  /** Tenths of a second, 0 where its start was not seen. */
  int started;

  /** What matters for its verdict before its stack is read. */
  Standing standing = Standing.NONE;

  long parentId;
  int variant;
  boolean inferred;
  Site.Variant home;
  PoolTable.@Nullable Pool pool;

  Seen(Thread any, Site.Variant anywhere) {
    thread = any;
    home = anywhere;
  }

  Seen copy() {
    try {
      return (Seen) clone();
    } catch (CloneNotSupportedException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
