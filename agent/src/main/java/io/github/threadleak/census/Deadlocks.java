package io.github.threadleak.census;

import io.github.threadleak.jvm.LockOwners;
import io.github.threadleak.jvm.Monitors;
import io.github.threadleak.jvm.PlatformActivity;
import io.github.threadleak.jvm.Threads;
import io.github.threadleak.snapshot.ThreadName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Cycles of threads of which each waits, without a limit, for what the next one holds: locks of
 * java.util.concurrent and monitors, platform and virtual threads alike. Immutable once found.
 *
 * <p>The threads are looked at one after the other while they run, so a cycle may be made of edges
 * that never were there together. It counts only if two further looks find every edge of it, and
 * every thread in one and the same park.
 */
final class Deadlocks {
  /** Threads that are asked for the monitors that they hold, at tens of microseconds each. */
  private static final int MOST_ASKED = 1_000;

  private final Map<Long, Integer> numbers = new HashMap<>();
  private final List<String> details = new ArrayList<>();
  private final IdentityHashMap<Object, Thread> monitorOwners;
  private final Map<Long, Thread> mounted;

  private Deadlocks(IdentityHashMap<Object, Thread> monitorOwners, Map<Long, Thread> mounted) {
    this.monitorOwners = monitorOwners;
    this.mounted = mounted;
  }

  /**
   * Finds them.
   *
   * @param waiting threads that are blocked at a monitor, or wait for a lock that has an owner
   * @param holders threads that may hold the monitors that no owner is known of
   * @param mounted virtual threads by the id of their carrier: before JDK 24 the JVM takes the
   *     carrier for the owner of a monitor
   */
  static Deadlocks among(
      List<Seen> waiting,
      Iterable<Thread> holders,
      Map<Long, Thread> mounted,
      Monitors monitors,
      ParkWatch watch) {
    IdentityHashMap<Object, Thread> monitorOwners = monitorOwners(waiting, holders, monitors);
    Deadlocks found = new Deadlocks(monitorOwners, mounted);
    Map<Long, Seen> byId = new HashMap<>(waiting.size() * 2);
    for (Seen seen : waiting) {
      byId.put(seen.id, seen);
    }
    LongSet done = new LongSet();
    for (Seen start : waiting) {
      List<Seen> path = new ArrayList<>();
      Seen at = start;
      while (at != null && done.add(at.id)) {
        path.add(at);
        at = byId.get(found.ownerId(at));
      }
      int cycle = at == null ? -1 : path.indexOf(at);
      if (cycle >= 0) {
        found.enter(path.subList(cycle, path.size()), watch);
      }
    }
    return found;
  }

  /** The number of the deadlock that a thread is part of, -1 for none. */
  int numberOf(long threadId) {
    return numbers.getOrDefault(threadId, -1);
  }

  /** A deadlock in words; null for -1. */
  @Nullable String detail(int number) {
    return number < 0 ? null : details.get(number);
  }

  /** Who holds the monitor that a thread is blocked at; null where that is not known. */
  @Nullable ThreadName ownerOf(Seen seen) {
    Thread owner = monitorOwner(seen);
    return owner == null ? null : new ThreadName(Threads.id(owner), owner.getName());
  }

  private @Nullable Thread monitorOwner(Seen seen) {
    Thread known = seen.blocker == null ? null : monitorOwners.get(seen.blocker);
    return known == null ? mounted.get(seen.monitorOwner) : known;
  }

  /** 0 for unknown. */
  private long ownerId(Seen seen) {
    Thread holder = LockOwners.of(seen.blocker);
    holder = holder == null ? monitorOwner(seen) : holder;
    return holder == null ? seen.monitorOwner : Threads.id(holder);
  }

  private void enter(List<Seen> cycle, ParkWatch watch) {
    List<String> first = look(cycle, watch);
    if (!first.equals(look(cycle, watch)) || first.contains("")) {
      return;
    }
    StringBuilder words = new StringBuilder();
    for (Seen seen : cycle) {
      words
          .append(words.length() == 0 ? "" : ", which waits for ")
          .append(words.length() == 0 ? nameOf(seen) + " waits for " : "")
          .append(blockerOf(seen))
          .append(" held by ")
          .append(nameOf(cycle.get((cycle.indexOf(seen) + 1) % cycle.size())));
      numbers.put(seen.id, details.size());
    }
    details.add(words.toString());
  }

  /** The state of each edge in words, empty where it is gone. */
  @SuppressWarnings("ReferenceEquality") // one and the same blocker is the question
  private List<String> look(List<Seen> cycle, ParkWatch watch) {
    List<Thread> platform = new ArrayList<>();
    for (Seen seen : cycle) {
      Thread carrier = Threads.isVirtual(seen.thread) ? watch.carrier(seen.thread) : seen.thread;
      if (carrier != null) {
        platform.add(carrier);
      }
    }
    PlatformActivity activity = PlatformActivity.of(platform.toArray(new Thread[0]));
    List<String> edges = new ArrayList<>();
    for (int i = 0; i < cycle.size(); i++) {
      Seen seen = cycle.get(i);
      Seen next = cycle.get((i + 1) % cycle.size());
      boolean stands =
          Threads.state(seen.thread) == seen.state
              && (seen.state == Thread.State.BLOCKED
                  || LockSupport.getBlocker(seen.thread) == seen.blocker)
              && ownerId(seen) == next.id;
      Thread carrier = Threads.isVirtual(seen.thread) ? watch.carrier(seen.thread) : null;
      int park = watch.signature(seen.thread, seen.state, seen.identity, carrier, activity);
      edges.add(stands ? String.valueOf(park) : "");
    }
    return edges;
  }

  private static String nameOf(Seen seen) {
    return "thread " + seen.id + " \"" + seen.thread.getName() + "\"";
  }

  private static String blockerOf(Seen seen) {
    if (seen.blockerClass == null) {
      return "a monitor";
    }
    // The JDK's locks park on a synchronizer inside them.
    int inner = seen.blockerClass.indexOf('$');
    boolean ofJdk = seen.blockerClass.startsWith("java.util.concurrent.") && inner > 0;
    return (ofJdk ? seen.blockerClass.substring(0, inner) : seen.blockerClass)
        + " 0x"
        + Integer.toHexString(seen.identity);
  }

  /**
   * The owners of the monitors that some of these threads are blocked at, where the JDK has
   * snapshots that tell. Fills in what each is blocked at.
   */
  private static IdentityHashMap<Object, Thread> monitorOwners(
      List<Seen> waiting, Iterable<Thread> holders, Monitors monitors) {
    IdentityHashMap<Object, Thread> owners = new IdentityHashMap<>();
    if (!monitors.areVisible()) {
      return owners;
    }
    IdentityHashMap<Object, Boolean> wanted = new IdentityHashMap<>();
    int asked = 0;
    for (Seen seen : waiting) {
      if (seen.state == Thread.State.BLOCKED && seen.blocker == null && asked++ < MOST_ASKED) {
        Object monitor = monitors.waitedFor(seen.thread);
        if (monitor != null) {
          seen.blocker = monitor;
          seen.blockerClass = monitor.getClass().getName();
          seen.identity = System.identityHashCode(monitor);
          wanted.put(monitor, true);
        }
      }
    }
    asked = 0;
    for (Seen seen : waiting) {
      if (owners.size() < wanted.size() && asked++ < MOST_ASKED) {
        noteOwned(seen.thread, wanted, owners, monitors);
      }
    }
    asked = 0;
    for (Thread thread : holders) {
      if (owners.size() < wanted.size() && asked++ < MOST_ASKED) {
        noteOwned(thread, wanted, owners, monitors);
      }
    }
    return owners;
  }

  private static void noteOwned(
      Thread thread,
      IdentityHashMap<Object, Boolean> wanted,
      IdentityHashMap<Object, Thread> owners,
      Monitors monitors) {
    monitors.forEachOwned(
        thread,
        monitor -> {
          if (wanted.containsKey(monitor)) {
            owners.put(monitor, thread);
          }
        });
  }
}
