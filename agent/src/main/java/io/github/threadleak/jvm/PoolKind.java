package io.github.threadleak.jvm;

/** The JDK's classes of pools; a subclass of an application's own counts as what it extends. */
public enum PoolKind {
  THREAD_POOL("java.util.concurrent.ThreadPoolExecutor"),
  SCHEDULED("java.util.concurrent.ScheduledThreadPoolExecutor"),
  FORK_JOIN("java.util.concurrent.ForkJoinPool"),
  /** From JDK 21 on: a thread for each task, no workers. */
  PER_TASK("java.util.concurrent.ThreadPerTaskExecutor");

  private final String className;

  PoolKind(String className) {
    this.className = className;
  }

  public String className() {
    return className;
  }

  /** The name of the class without its package. */
  public String simpleName() {
    return className.substring(className.lastIndexOf('.') + 1);
  }
}
