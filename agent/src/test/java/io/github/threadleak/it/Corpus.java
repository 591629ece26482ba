package io.github.threadleak.it;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The programs that the verdicts are held to account with, under {@code src/test/programs/corpus}.
 *
 * <p>A line of the table gives a program's name, the threads that it can be run on, and the weakest
 * verdict that its leaking form may get: {@code stuck} where the threads are parked in a way that
 * no service is by design, {@code suspected} where only growth tells, {@code deadlocked}. {@code
 * none} is a control, which has two forms and gets no verdict in either; {@code -} has one form,
 * which looks bad and is not. What each line of a source leaks stands on that line.
 */
final class Corpus {
  private static final String TABLE =
      """
      TimeoutHandoff           any       stuck
      FanOut                   any       stuck
      AuditLog                 any       stuck
      Notifications            any       suspected
      DedupCache               any       none
      PoolPerRequest           platform  suspected
      LostSignal               any       stuck
      LostNotify               platform  stuck
      AbBaLocks                any       deadlocked
      AbBaMonitors             platform  deadlocked
      MissingCountDown         any       stuck
      ReceiveWithoutSender     any       suspected
      AbandonedFuture          any       stuck
      CachedPoolStuckTasks     platform  stuck
      SchedulerPerChannel      platform  suspected
      SchedulerRepeating       platform  suspected
      ForkJoinPerRequest       platform  suspected
      PerTaskStuck             virtual   stuck
      CachedPoolIdle           platform  none
      PerTaskIdle              virtual   -
      TimerRepeating           platform  suspected
      HttpClientKept           platform  suspected
      ConnectionWriters        any       suspected
      SocketReadNoTimeout      any       suspected
      DoubleLock               any       stuck
      LeakedReadLock           any       stuck
      MissingUnlock            any       stuck
      RecursiveRead            any       stuck
      ReaderClosedWhileFull    any       stuck
      PhaserMisuse             any       stuck
      BarrierPartyDied         any       stuck
      LockAndQueue             any       stuck
      SemaphorePermitLost      any       stuck
      BorrowForever            any       suspected
      PipedWriter              platform  suspected
      JoinOfLeaked             any       suspected
      ExchangerAlone           any       stuck
      StarvedPool              platform  stuck
      TransactionNeverDone     any       stuck
      UnparkForgotten          any       stuck
      TransferWithoutConsumer  any       stuck
      ConsumerClosed           any       suspected
      StatementCache           platform  stuck
      LargeIdlePool            platform  -
      HourlyScheduler          any       -
      KeepAliveConnections     virtual   -
      WarmUpPlateau            any       -
      BurstDrains              any       -
      Sawtooth                 any       -
      PoolWarmsUp              platform  -
      PoolRestarted            platform  -
      PoolResized              platform  -
      ConsumersOfOneQueue      any       -
      BusySite                 any       -
      WebSocketSessions        any       -
      ReapedSessions           any       -
      PoissonSessions          any       -
      DayAndNight              any       -
      LongPoll                 any       -
      ReadWriteContention      any       -
      LockConvoy               any       -
      Limiter                  any       -
      CommonPoolUser           platform  -
      FutureChains             any       -
      BarrierRounds            any       -
      TimeoutSleepers          any       -
      AwaitShutdown            any       -
      """;

  private Corpus() {}

  static List<CorpusProgram> programs() {
    return TABLE
        .lines()
        .map(line -> line.split(" +"))
        .map(words -> CorpusProgram.of(words[0], words[1], words[2]))
        .toList();
  }

  /** The names of the programs whose sources are there. */
  static List<String> sources() {
    List<String> names = new ArrayList<>();
    Stream.of("corpus/common", "corpus/from21")
        .flatMap(folder -> Programs.sources(folder).stream())
        .map(source -> source.getFileName().toString().replace(".java", ""))
        .filter(name -> !List.of("Run", "Together", "package-info").contains(name))
        .forEach(names::add);
    return names;
  }
}
