package io.github.threadleak.probe;

/** What the probes report, and the static method of {@link Dispatcher} that reports it. */
enum Event {
  /** A platform thread is about to be started: thread, container or null. */
  PLATFORM_START("platformStart"),
  /** A start ended in an exception: thread, null. */
  PLATFORM_START_FAILED("platformStartFailed"),
  /** A platform thread ends, in that thread: thread, null. */
  PLATFORM_END("platformEnd"),
  /** A virtual thread is about to be started: thread, container. */
  VIRTUAL_START("virtualStart"),
  /** A virtual thread ended or failed to start: thread, null. */
  VIRTUAL_END("virtualEnd"),
  /**
   * A pool or thread container has been constructed: pool, null. From JDK 21 on, first the
   * container and then the executor that it is part of.
   */
  POOL_CREATED("poolCreated"),
  /** JDK 17: a ThreadPoolExecutor has made a worker: worker, pool. */
  WORKER_CREATED("workerCreated");

  static final String DESCRIPTOR = "(Ljava/lang/Object;Ljava/lang/Object;)V";

  final String method;

  Event(String method) {
    this.method = method;
  }
}
