import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Spawns in all the ways that make the class of a task tell much or little of the place, in an
 * order that two threads draw by lot, and says how many each line has started and how many of those
 * are parked for good: one of fifty, and every one of {@link Line#rare}.
 */
public final class MixedSpawns {
  private static final Semaphore UNDER_WAY = new Semaphore(5_000);
  private static final ExecutorService EXECUTOR = Executors.newVirtualThreadPerTaskExecutor();

  private enum Line {
    lambda(20_000),
    methodReference(20_000),
    anonymous(20_000),
    submitted(20_000),
    runAsync(20_000),
    supplyAsync(20_000),
    futureTask(20_000),
    byLibrary(20_000),
    byLibraryElsewhere(20_000),
    heartbeatOfOrders(20_000),
    heartbeatOfPrices(20_000),
    heartbeatOfUsers(20_000),
    decorated(20_000),
    decoratedElsewhere(20_000),
    /** Shares the class of its task with {@link #rare}. */
    common(200_000),
    rare(600),
    /** Shares the class of its task with {@link #late}, which comes when this is well known. */
    early(150_000),
    late(100_000);

    final int spawns;

    Line(int spawns) {
      this.spawns = spawns;
    }
  }

  private static final int LINES = Line.values().length;
  private static final AtomicLongArray STARTED = new AtomicLongArray(LINES);
  private static final AtomicLongArray PARKED = new AtomicLongArray(LINES);

  /** One class of tasks, spawned in several places. */
  private record Heartbeat(boolean leaks) implements Runnable {
    @Override
    public void run() {
      work(leaks);
    }
  }

  /** A library's wrapper of whatever it is given. */
  private record Traced(Runnable inner) implements Runnable {
    @Override
    public void run() {
      inner.run();
    }
  }

  private MixedSpawns() {}

  public static void main(String[] arguments) throws Exception {
    spawnAll(false);
    spawnAll(true);
    UNDER_WAY.acquire(5_000);
    for (Line line : Line.values()) {
      Told.say(
          "SITE MixedSpawns."
              + line
              + " "
              + STARTED.get(line.ordinal())
              + " "
              + PARKED.get(line.ordinal()));
    }
    Told.ready();
    Runtime.getRuntime().halt(0);
  }

  /** All lines but the late one; or that one, together with what it shares a class with. */
  private static void spawnAll(boolean late) throws InterruptedException {
    List<Thread> spawners = new ArrayList<>();
    for (int spawner = 0; spawner < 2; spawner++) {
      int seed = spawner;
      spawners.add(new Thread(() -> spawn(late, new Random(seed))));
    }
    spawners.forEach(Thread::start);
    for (Thread spawner : spawners) {
      spawner.join();
    }
  }

  private static void spawn(boolean late, Random random) {
    int[] left = new int[LINES];
    int all = 0;
    for (Line line : Line.values()) {
      boolean now = late ? line == Line.late || line == Line.early : line != Line.late;
      left[line.ordinal()] = now ? line.spawns / 2 : 0;
      all += left[line.ordinal()];
    }
    for (; all > 0; all--) {
      int drawn = random.nextInt(all);
      int line = 0;
      while (drawn >= left[line]) {
        drawn -= left[line++];
      }
      left[line]--;
      UNDER_WAY.acquireUninterruptibly();
      boolean leaks = line == Line.rare.ordinal() || random.nextInt(50) == 0;
      STARTED.incrementAndGet(line);
      if (leaks) {
        PARKED.incrementAndGet(line);
      }
      spawn(Line.values()[line], leaks);
    }
  }

  private static void spawn(Line line, boolean leaks) {
    switch (line) {
      case lambda -> lambda(leaks);
      case methodReference -> methodReference(leaks);
      case anonymous -> anonymous(leaks);
      case submitted -> submitted(leaks);
      case runAsync -> runAsync(leaks);
      case supplyAsync -> supplyAsync(leaks);
      case futureTask -> futureTask(leaks);
      case byLibrary -> byLibrary(leaks);
      case byLibraryElsewhere -> byLibraryElsewhere(leaks);
      case heartbeatOfOrders -> heartbeatOfOrders(leaks);
      case heartbeatOfPrices -> heartbeatOfPrices(leaks);
      case heartbeatOfUsers -> heartbeatOfUsers(leaks);
      case decorated -> decorated(leaks);
      case decoratedElsewhere -> decoratedElsewhere(leaks);
      case common -> common(leaks);
      case rare -> rare(leaks);
      case early -> early(leaks);
      case late -> late(leaks);
    }
  }

  private static void work(boolean leaks) {
    UNDER_WAY.release();
    while (leaks) {
      LockSupport.park();
    }
  }

  private static void end() {
    work(false);
  }

  private static void leak() {
    work(true);
  }

  private static void lambda(boolean leaks) {
    Thread.startVirtualThread(() -> work(leaks));
  }

  private static void methodReference(boolean leaks) {
    Thread.ofVirtual().start(leaks ? MixedSpawns::leak : MixedSpawns::end);
  }

  private static void anonymous(boolean leaks) {
    Thread.ofVirtual()
        .start(
            new Runnable() {
              @Override
              public void run() {
                work(leaks);
              }
            });
  }

  private static void submitted(boolean leaks) {
    EXECUTOR.submit(() -> work(leaks));
  }

  private static void runAsync(boolean leaks) {
    CompletableFuture.runAsync(() -> work(leaks), EXECUTOR);
  }

  private static void supplyAsync(boolean leaks) {
    CompletableFuture.supplyAsync(
        () -> {
          work(leaks);
          return "";
        },
        EXECUTOR);
  }

  private static void futureTask(boolean leaks) {
    Thread.ofVirtual().start(new FutureTask<>(() -> work(leaks), ""));
  }

  private static void byLibrary(boolean leaks) {
    Thread.ofVirtual().start(new Traced(() -> work(leaks)));
  }

  private static void byLibraryElsewhere(boolean leaks) {
    Thread.ofVirtual().start(new Traced(() -> work(leaks)));
  }

  private static void heartbeatOfOrders(boolean leaks) {
    Thread.startVirtualThread(new Heartbeat(leaks));
  }

  private static void heartbeatOfPrices(boolean leaks) {
    Thread.startVirtualThread(new Heartbeat(leaks));
  }

  private static void heartbeatOfUsers(boolean leaks) {
    EXECUTOR.execute(new Heartbeat(leaks));
  }

  private static Runnable traced(Runnable inner) {
    return () -> inner.run();
  }

  private static void decorated(boolean leaks) {
    EXECUTOR.execute(traced(() -> work(leaks)));
  }

  private static void decoratedElsewhere(boolean leaks) {
    EXECUTOR.execute(traced(() -> work(leaks)));
  }

  private static Runnable ofCommonAndRare(boolean leaks) {
    return () -> work(leaks);
  }

  private static void common(boolean leaks) {
    Thread.startVirtualThread(ofCommonAndRare(leaks));
  }

  private static void rare(boolean leaks) {
    Thread.startVirtualThread(ofCommonAndRare(leaks));
  }

  private static Runnable ofEarlyAndLate(boolean leaks) {
    return () -> work(leaks);
  }

  private static void early(boolean leaks) {
    Thread.startVirtualThread(ofEarlyAndLate(leaks));
  }

  private static void late(boolean leaks) {
    Thread.startVirtualThread(ofEarlyAndLate(leaks));
  }
}
