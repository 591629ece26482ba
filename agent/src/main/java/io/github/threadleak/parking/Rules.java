package io.github.threadleak.parking;

import io.github.threadleak.parking.Rule.Shows;
import java.util.ArrayList;
import java.util.List;

/**
 * The table. The first rule that is met wins, so those for what a thread waits for stand before
 * those for how: a queue parks on a condition, which parks on LockSupport. The frames are those
 * that parked threads have been seen with on the versions given, and RecordedStacksTest holds the
 * two against each other.
 */
final class Rules {
  private static final String J_U_C = "java.util.concurrent.";
  private static final String LOCKS = J_U_C + "locks.";
  private static final String AQS = LOCKS + "AbstractQueuedSynchronizer";
  private static final String NIO = "sun.nio.ch.";

  private static final Rule[] BEFORE_ANY_STATE = {
    Rule.of(Reason.RUNNING, "a carrier that runs a virtual thread (`Continuation.run` on top)")
        .at("jdk.internal.vm.Continuation", "run")
        .showing(Shows.BLOCKER)
        .seenOn(21, 25),
    // before the states, since 17 synchronizes where later versions lock
    Rule.of(
            Reason.NAME_LOOKUP,
            "`InetAddress`, looking up a host or an address, or waiting for another thread's look-up of the same")
        .at("java.net.InetAddress", "getAllByName0", "getHostFromNameService")
        .seenOn(17, 21, 25),
    Rule.of(Reason.MONITOR, "state BLOCKED: entering `synchronized`, or back from `Object.wait`")
        .in(Thread.State.BLOCKED)
        .showing(Shows.BLOCKER)
        .seenOn(17, 21, 25),
    Rule.of(Reason.RUNNING, "state RUNNABLE, and not inside a native method")
        .in(Thread.State.RUNNABLE)
        .outsideNative()
        .showing(Shows.BLOCKER)
        .seenOn(17, 21, 25),
  };

  private static final Rule[] IDLE = {
    Rule.of(Reason.IDLE_POOL_WORKER, "`ThreadPoolExecutor.getTask`, scheduled pools too")
        .at(J_U_C + "ThreadPoolExecutor", "getTask")
        .showing(Shows.NEXT)
        .seenOn(17, 21, 25),
    Rule.of(Reason.IDLE_POOL_WORKER, "`ForkJoinPool.awaitWork`")
        .at(J_U_C + "ForkJoinPool", "awaitWork")
        .seenOn(17, 21, 25),
    Rule.of(Reason.IDLE_POOL_WORKER, "`DelayScheduler.loop` of a ForkJoinPool")
        .at(J_U_C + "DelayScheduler", "loop")
        .seenOn(25),
    // a pool of one: a Timer that nothing is due for is not stuck
    Rule.of(Reason.IDLE_POOL_WORKER, "`TimerThread.mainLoop` of a Timer")
        .at("java.util.TimerThread", "mainLoop")
        .showing(Shows.BLOCKER)
        .seenOn(17, 21, 25),
    Rule.of(Reason.IDLE_POOL_WORKER, "the JDK's own thread that unblocks virtual threads")
        .at("java.lang.VirtualThread", "takeVirtualThreadListToUnblock")
        .seenOn(25),
    Rule.of(Reason.IDLE_POOL_WORKER, "Jetty's `QueuedThreadPool`, idle or reserved")
        .at("org.eclipse.jetty.util.thread.QueuedThreadPool$Runner", "idleJobPoll")
        .at("org.eclipse.jetty.util.thread.ReservedThreadExecutor$ReservedThread", "waitForTask")
        .ofLibrary()
        .seenOn(17, 21, 25),
    Rule.of(Reason.IDLE_POOL_WORKER, "Tomcat's `TaskQueue`")
        .at("org.apache.tomcat.util.threads.TaskQueue", "take", "poll")
        .ofLibrary()
        .seenOn(17, 21, 25),
    Rule.of(
            Reason.IDLE_POOL_WORKER,
            "Netty's `DefaultEventExecutor` and `GlobalEventExecutor` (`takeTask`)")
        .at("io.netty.util.concurrent.SingleThreadEventExecutor", "takeTask")
        .at("io.netty.util.concurrent.GlobalEventExecutor", "takeTask")
        .ofLibrary()
        .seenOn(17, 21, 25),
    Rule.of(Reason.IDLE_POOL_WORKER, "JBoss's `EnhancedQueueExecutor` (Undertow, Quarkus)")
        .at("org.jboss.threads.EnhancedQueueExecutor$PoolThreadNode", "park")
        .ofLibrary()
        .seenOn(17, 21, 25),
    Rule.of(Reason.IDLE_POOL_WORKER, "Kotlin's `CoroutineScheduler`")
        .at("kotlinx.coroutines.scheduling.CoroutineScheduler$Worker", "park")
        .ofLibrary()
        .seenOn(17, 21, 25),
  };

  private static final Rule[] TASKS = {
    Rule.of(Reason.STRUCTURED_JOIN, "`StructuredTaskScope`, `join` and `close` (`ThreadFlock`)")
        .at("jdk.internal.misc.ThreadFlock", "awaitAll", "close")
        .seenOn(21, 25),
    Rule.of(Reason.EXECUTOR_TERMINATION, "`awaitTermination` or `close` of an executor")
        .at(J_U_C + "ThreadPoolExecutor", "awaitTermination")
        .at(J_U_C + "ForkJoinPool", "awaitTermination", "close")
        .at(J_U_C + "ThreadPerTaskExecutor", "awaitTermination")
        .seenOn(17, 21, 25),
    Rule.of(Reason.EXCHANGER, "`Exchanger.exchange`")
        .at(J_U_C + "Exchanger", "exchange")
        .seenOn(17, 21, 25),
    Rule.of(Reason.PHASER, "`Phaser`, any of its waits")
        .at(J_U_C + "Phaser", "awaitAdvance*", "arriveAndAwaitAdvance")
        .seenOn(17, 21, 25),
    Rule.of(Reason.BARRIER, "`CyclicBarrier.await`")
        .at(J_U_C + "CyclicBarrier", "await")
        .seenOn(17, 21, 25),
    Rule.of(Reason.FUTURE, "`invokeAny` of an executor")
        .at(J_U_C + "AbstractExecutorService", "doInvokeAny")
        .showing(Shows.NEXT)
        .seenOn(17, 21, 25),
    Rule.of(
            Reason.FUTURE,
            "`get` or `join` of a `FutureTask` or `ForkJoinTask`, `invokeAll`, the result of an asynchronous channel")
        .at(J_U_C + "FutureTask", "get")
        .at(J_U_C + "ForkJoinTask", "awaitDone")
        .at(NIO + "PendingFuture", "get")
        .seenOn(17, 21, 25),
    Rule.of(Reason.COMPLETABLE_FUTURE, "`get` or `join` of a `CompletableFuture`")
        .at(J_U_C + "CompletableFuture", "waitingGet", "timedGet")
        .seenOn(17, 21, 25),
    Rule.of(Reason.PROCESS_WAIT, "`Process.waitFor`; the JDK's process reapers")
        .at("java.lang.ProcessImpl", "waitFor")
        .at("java.lang.ProcessHandleImpl", "waitForProcessExit0")
        .seenOn(17, 21, 25),
    Rule.of(Reason.THREAD_JOIN, "`Thread.join`")
        .at("java.lang.Thread", "join")
        .at("java.lang.VirtualThread", "joinNanos")
        .seenOn(17, 21, 25),
    Rule.of(
            Reason.REFERENCE_QUEUE,
            "`ReferenceQueue.remove`: cleaners, the Finalizer; the Reference Handler")
        .at("java.lang.ref.ReferenceQueue", "remove*")
        .at("java.lang.ref.Reference", "waitForReferencePendingList")
        .seenOn(17, 21, 25),
  };

  private static final Rule[] QUEUES = {
    Rule.of(Reason.TRANSFER, "`LinkedTransferQueue`, `transfer` or timed `tryTransfer`")
        .at(J_U_C + "LinkedTransferQueue", "transfer", "tryTransfer")
        .seenOn(17, 21, 25),
    Rule.of(Reason.QUEUE_PUT, "`put` or timed `offer` of a JDK `BlockingQueue` or `BlockingDeque`")
        .at(J_U_C + "ArrayBlockingQueue", "put", "offer")
        .at(J_U_C + "LinkedBlockingQueue", "put", "offer")
        .at(J_U_C + "LinkedBlockingDeque", "put*", "offer*")
        .at(J_U_C + "SynchronousQueue", "put", "offer")
        .seenOn(17, 21, 25),
    Rule.of(
            Reason.QUEUE_TAKE,
            "`take` or timed `poll` of a JDK `BlockingQueue` or `BlockingDeque`; a completion service, a `WatchService`")
        .at(J_U_C + "ArrayBlockingQueue", "take", "poll")
        .at(J_U_C + "LinkedBlockingQueue", "take", "poll")
        .at(J_U_C + "LinkedBlockingDeque", "take*", "poll*")
        .at(J_U_C + "SynchronousQueue", "take", "poll")
        .at(J_U_C + "PriorityBlockingQueue", "take", "poll")
        .at(J_U_C + "DelayQueue", "take", "poll")
        .at(J_U_C + "LinkedTransferQueue", "take", "poll")
        .at(J_U_C + "ScheduledThreadPoolExecutor$DelayedWorkQueue", "take")
        .seenOn(17, 21, 25),
  };

  private static final Rule[] INPUT_AND_OUTPUT = {
    Rule.of(Reason.SOCKET_ACCEPT, "`accept` of a `ServerSocket` or `ServerSocketChannel`")
        .at(NIO + "NioSocketImpl", "accept")
        .at(NIO + "ServerSocketChannelImpl", "accept", "blockingAccept")
        .seenOn(17, 21, 25),
    Rule.of(Reason.SOCKET_CONNECT, "`connect` of a `Socket` or `SocketChannel`")
        .at(NIO + "NioSocketImpl", "connect")
        .at(NIO + "SocketChannelImpl", "connect", "blockingConnect")
        .seenOn(17, 21, 25),
    Rule.of(Reason.SOCKET_READ, "reading from a `Socket` or `SocketChannel`; receiving datagrams")
        .at(NIO + "NioSocketImpl", "read")
        .at(NIO + "SocketChannelImpl", "read", "blockingRead")
        .at(NIO + "DatagramChannelImpl", "read", "receive", "blockingReceive")
        .seenOn(17, 21, 25),
    Rule.of(Reason.SOCKET_WRITE, "writing to a `Socket` or `SocketChannel`")
        .at(NIO + "NioSocketImpl", "write")
        .at(NIO + "SocketChannelImpl", "write", "blockingWriteFully")
        .seenOn(17, 21, 25),
    Rule.of(
            Reason.SELECTOR,
            "`Selector.select`; the JDK's own pollers: asynchronous channels, virtual threads' sockets, `WatchService`")
        .at(NIO + "SelectorImpl", "select", "lockAndDoSelect")
        .at(NIO + "EPoll", "wait")
        .at(NIO + "Poller", "subPollerLoop")
        .at("sun.nio.fs.LinuxWatchService", "poll")
        .seenOn(17, 21, 25),
    Rule.of(Reason.SELECTOR, "Netty's native epoll")
        .at("io.netty.channel.epoll.Native", "epollWait*")
        .ofLibrary()
        .seenOn(17, 21, 25),
    Rule.of(
            Reason.FILE_IO,
            "reading, writing, opening or locking a file or an OS pipe, `System.in` and a process's output too")
        .at("java.io.FileInputStream", "read*", "open")
        .at("java.io.FileOutputStream", "write*", "open")
        .at("java.io.RandomAccessFile", "read*", "write*")
        .at(NIO + "FileChannelImpl", "read", "write", "lock", "transferTo")
        .at(NIO + "SourceChannelImpl", "read")
        .at(NIO + "SinkChannelImpl", "write")
        .at("sun.nio.fs.UnixNativeDispatcher", "*")
        .seenOn(17, 21, 25),
  };

  private static final Rule[] SYNCHRONIZERS = {
    Rule.of(Reason.SEMAPHORE, "`Semaphore`, `acquire` or timed `tryAcquire`")
        .at(J_U_C + "Semaphore", "acquire*", "tryAcquire")
        .seenOn(17, 21, 25),
    Rule.of(Reason.LATCH, "`CountDownLatch.await`")
        .at(J_U_C + "CountDownLatch", "await")
        .seenOn(17, 21, 25),
    Rule.of(Reason.READ_LOCK, "the read lock of a `ReentrantReadWriteLock` or `StampedLock`")
        .at(LOCKS + "ReentrantReadWriteLock$ReadLock", "lock*", "tryLock")
        .at(LOCKS + "StampedLock", "readLock*", "tryReadLock")
        .seenOn(17, 21, 25),
    Rule.of(Reason.WRITE_LOCK, "the write lock of a `ReentrantReadWriteLock` or `StampedLock`")
        .at(LOCKS + "ReentrantReadWriteLock$WriteLock", "lock*", "tryLock")
        .at(LOCKS + "StampedLock", "writeLock*", "tryWriteLock")
        .seenOn(17, 21, 25),
    Rule.of(Reason.LOCK, "`ReentrantLock`")
        .at(LOCKS + "ReentrantLock", "lock*", "tryLock")
        .seenOn(17, 21, 25),
    // a synchronizer of the application's own in shared mode may be anything: a latch, a permit
    Rule.of(Reason.PARK, "another synchronizer, acquired in shared mode")
        .at(AQS, "acquireShared*")
        .showing(Shows.OWNER_OF_BLOCKER)
        .seenOn(17, 21, 25),
    Rule.of(Reason.TIMED_PARK, "the same with a timeout")
        .at(AQS, "tryAcquireSharedNanos")
        .showing(Shows.OWNER_OF_BLOCKER)
        .seenOn(17, 21, 25),
    Rule.of(
            Reason.LOCK,
            "another synchronizer, acquired exclusively; taking a lock back after `Condition.await`")
        .at(AQS, "acquire*", "tryAcquireNanos")
        .showing(Shows.OWNER_OF_BLOCKER)
        .seenOn(17, 21, 25),
    Rule.of(Reason.CONDITION, "`Condition.await`")
        .at(AQS + "$ConditionObject", "await*")
        .showing(Shows.BLOCKER)
        .seenOn(17, 21, 25),
  };

  private static final Rule[] HOW = {
    Rule.of(Reason.SLEEP, "`Thread.sleep`").at("java.lang.Thread", "sleep").seenOn(17, 21, 25),
    Rule.of(Reason.OBJECT_WAIT, "`Object.wait`; a `PipedInputStream`")
        .at("java.lang.Object", "wait")
        .showing(Shows.BLOCKER)
        .seenOn(17, 21, 25),
    Rule.of(Reason.TIMED_PARK, "`LockSupport.parkNanos` or `parkUntil`")
        .at(LOCKS + "LockSupport", "parkNanos", "parkUntil")
        .showing(Shows.OWNER_OF_BLOCKER)
        .seenOn(17, 21, 25),
    Rule.of(Reason.PARK, "`LockSupport.park`")
        .at(LOCKS + "LockSupport", "park")
        .showing(Shows.OWNER_OF_BLOCKER)
        .seenOn(17, 21, 25),
    Rule.of(Reason.RUNNING, "state RUNNABLE, in a native method that no rule knows")
        .in(Thread.State.RUNNABLE)
        .showing(Shows.BLOCKER)
        .seenOn(17, 21, 25),
  };

  private static final Rule[][] PARTS = {
    BEFORE_ANY_STATE, IDLE, TASKS, QUEUES, INPUT_AND_OUTPUT, SYNCHRONIZERS, HOW
  };

  private Rules() {}

  /** All of them, first to last. */
  static List<Rule> all() {
    List<Rule> rules = new ArrayList<>();
    for (Rule[] part : PARTS) {
      rules.addAll(List.of(part));
    }
    return List.copyOf(rules);
  }
}
