package io.github.threadleak.proof.heap;

/**
 * The lists in which the JDK itself keeps its threads, through which no code of an application gets
 * at one of them to wake it. They are cut where an executor's own lists are not: whoever has the
 * executor can shut it down, and that interrupts its threads.
 */
final class Cuts {
  private Cuts() {}

  /** JDK 17: all threads of a group. From 19 on: the virtual threads that a pool has started. */
  static boolean field(String owner, String name) {
    return (owner.equals("java.lang.ThreadGroup") && name.equals("threads"))
        || (owner.equals("jdk.internal.vm.SharedThreadContainer") && name.equals("virtualThreads"));
  }

  /** The virtual threads that were started without a pool; the registry of containers. */
  static boolean staticField(String owner, String name) {
    return (owner.equals("jdk.internal.vm.ThreadContainers$RootContainer$TrackingRootContainer")
            && name.equals("VTHREADS"))
        || (owner.equals("jdk.internal.vm.ThreadContainers") && name.equals("CONTAINER_REGISTRY"));
  }
}
