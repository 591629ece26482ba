package io.github.threadleak.parking;

/** What a thread is parked on, in the words that every format uses. */
public enum Reason {
  QUEUE_PUT("queue put"),
  QUEUE_TAKE("queue take"),
  TRANSFER("transfer"),
  IDLE_POOL_WORKER("idle pool worker"),
  LOCK("lock"),
  READ_LOCK("read lock"),
  WRITE_LOCK("write lock"),
  MONITOR("monitor"),
  CONDITION("condition"),
  OBJECT_WAIT("object wait"),
  SEMAPHORE("semaphore"),
  LATCH("latch"),
  BARRIER("barrier"),
  PHASER("phaser"),
  EXCHANGER("exchanger"),
  FUTURE("future"),
  COMPLETABLE_FUTURE("completable future"),
  THREAD_JOIN("thread join"),
  EXECUTOR_TERMINATION("executor termination"),
  STRUCTURED_JOIN("structured join"),
  SLEEP("sleep"),
  TIMED_PARK("timed park"),
  PARK("park"),
  SOCKET_READ("socket read"),
  SOCKET_WRITE("socket write"),
  SOCKET_ACCEPT("socket accept"),
  SOCKET_CONNECT("socket connect"),
  SELECTOR("selector"),
  FILE_IO("file I/O"),
  PROCESS_WAIT("process wait"),
  REFERENCE_QUEUE("reference queue"),
  NAME_LOOKUP("name lookup"),
  RUNNING("running"),
  UNKNOWN("unknown");

  private final String words;

  Reason(String words) {
    this.words = words;
  }

  public String words() {
    return words;
  }
}
