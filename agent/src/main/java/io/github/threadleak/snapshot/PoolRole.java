package io.github.threadleak.snapshot;

/** Pools that are the JDK's own: they are named, and never a leak. */
public enum PoolRole {
  COMMON_POOL("common pool"),
  CARRIERS("carriers of virtual threads"),
  /** Constructed by the JDK for all of the JVM, such as the timer of CompletableFuture. */
  JDK("jdk");

  private final String words;

  PoolRole(String words) {
    this.words = words;
  }

  public String words() {
    return words;
  }
}
