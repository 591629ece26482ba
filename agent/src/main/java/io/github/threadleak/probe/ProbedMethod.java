package io.github.threadleak.probe;

import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * One method of the JDK and the probe that goes into it. Probes are a few instructions that leave
 * locals and the operand stack as they found them; only {@link Place#BEFORE_START0} adds a handler,
 * with the one frame that it needs.
 */
enum ProbedMethod {
  /**
   * Before {@code start0}, where the thread is known to be NEW and its lock is held: a second
   * {@code start()} has thrown by then. What {@code start0} throws is reported and thrown on.
   */
  THREAD_START("java/lang/Thread", "start", "()V", Place.BEFORE_START0, Event.PLATFORM_START),
  THREAD_START_IN_CONTAINER(
      "java/lang/Thread",
      "start",
      "(Ljdk/internal/vm/ThreadContainer;)V",
      Place.BEFORE_START0,
      Event.PLATFORM_START),
  THREAD_EXIT("java/lang/Thread", "exit", "()V", Place.ENTRY, Event.PLATFORM_END),
  /**
   * After the state has gone from NEW to STARTED by CAS; whatever fails from there on goes through
   * afterDone.
   */
  VIRTUAL_START(
      "java/lang/VirtualThread",
      "start",
      "(Ljdk/internal/vm/ThreadContainer;)V",
      Place.BEFORE_SET_CONTAINER,
      Event.VIRTUAL_START),
  VIRTUAL_END("java/lang/VirtualThread", "afterDone", "(Z)V", Place.ENTRY, Event.VIRTUAL_END),
  /** Covers ThreadPoolExecutor, ForkJoinPool, ThreadPerTaskExecutor and StructuredTaskScope. */
  CONTAINER_CREATED(
      "jdk/internal/vm/ThreadContainer", "<init>", "(Z)V", Place.EXIT, Event.POOL_CREATED),
  /**
   * The widest constructor, which the others call; from JDK 21 on it says whose container it is.
   */
  EXECUTOR_CREATED(
      "java/util/concurrent/ThreadPoolExecutor",
      "<init>",
      "(IIJLjava/util/concurrent/TimeUnit;Ljava/util/concurrent/BlockingQueue;"
          + "Ljava/util/concurrent/ThreadFactory;Ljava/util/concurrent/RejectedExecutionHandler;)V",
      Place.EXIT,
      Event.POOL_CREATED),
  /**
   * The factory may wrap the worker in a task of its own, so the worker's thread is taken from the
   * worker.
   */
  EXECUTOR_WORKER_CREATED(
      "java/util/concurrent/ThreadPoolExecutor$Worker",
      "<init>",
      "(Ljava/util/concurrent/ThreadPoolExecutor;Ljava/lang/Runnable;)V",
      Place.EXIT,
      Event.WORKER_CREATED),
  FORK_JOIN_POOL_CREATED(
      "java/util/concurrent/ForkJoinPool",
      "<init>",
      "(ILjava/util/concurrent/ForkJoinPool$ForkJoinWorkerThreadFactory;"
          + "Ljava/lang/Thread$UncaughtExceptionHandler;ZIIILjava/util/function/Predicate;J"
          + "Ljava/util/concurrent/TimeUnit;)V",
      Place.EXIT,
      Event.POOL_CREATED),
  COMMON_POOL_CREATED(
      "java/util/concurrent/ForkJoinPool", "<init>", "(B)V", Place.EXIT, Event.POOL_CREATED);

  /** Where in the method the probe goes. */
  enum Place {
    ENTRY,
    EXIT,
    BEFORE_START0,
    BEFORE_SET_CONTAINER
  }

  static final ProbedMethod[] JDK_17 = {
    THREAD_START,
    THREAD_EXIT,
    EXECUTOR_CREATED,
    EXECUTOR_WORKER_CREATED,
    FORK_JOIN_POOL_CREATED,
    COMMON_POOL_CREATED
  };

  static final ProbedMethod[] JDK_21 = {
    THREAD_START,
    THREAD_START_IN_CONTAINER,
    THREAD_EXIT,
    VIRTUAL_START,
    VIRTUAL_END,
    CONTAINER_CREATED,
    EXECUTOR_CREATED,
    FORK_JOIN_POOL_CREATED,
    COMMON_POOL_CREATED
  };

  final String owner;
  final String name;
  final String descriptor;
  final Place place;
  final Event event;

  ProbedMethod(String owner, String name, String descriptor, Place place, Event event) {
    this.owner = owner;
    this.name = name;
    this.descriptor = descriptor;
    this.place = place;
    this.event = event;
  }

  /** The name of the class as {@code Class.forName} takes it. */
  String className() {
    return owner.replace('/', '.');
  }

  /** True where the second local is what the event wants beside {@code this}. */
  private boolean passesArgument() {
    return this == THREAD_START_IN_CONTAINER
        || this == VIRTUAL_START
        || this == EXECUTOR_WORKER_CREATED;
  }

  /** A visitor that writes the method with its probe to {@code target}. */
  MethodVisitor visitor(MethodVisitor target, Runnable placed) {
    return new MethodVisitor(Opcodes.ASM9, target) {
      private final Label bodyStart = new Label();

      @Override
      public void visitCode() {
        super.visitCode();
        if (place == Place.ENTRY) {
          report(event, passesArgument());
        } else if (place == Place.BEFORE_START0) {
          super.visitLabel(bodyStart);
        }
      }

      @Override
      public void visitInsn(int opcode) {
        if (place == Place.EXIT && opcode == Opcodes.RETURN) {
          report(event, passesArgument());
        }
        super.visitInsn(opcode);
      }

      @Override
      public void visitMethodInsn(
          int opcode, String callee, String method, String descriptor, boolean isInterface) {
        if ((place == Place.BEFORE_START0 && method.equals("start0"))
            || (place == Place.BEFORE_SET_CONTAINER && method.equals("setThreadContainer"))) {
          report(event, passesArgument());
        }
        super.visitMethodInsn(opcode, callee, method, descriptor, isInterface);
      }

      @Override
      public void visitMaxs(int maxStack, int maxLocals) {
        if (place == Place.BEFORE_START0) {
          // Last in the table, so the method's own handlers come first and have left their
          // monitors.
          Label handler = new Label();
          super.visitTryCatchBlock(bodyStart, handler, handler, null);
          super.visitLabel(handler);
          super.visitFrame(
              Opcodes.F_FULL, 1, new Object[] {owner}, 1, new Object[] {"java/lang/Throwable"});
          report(Event.PLATFORM_START_FAILED, false);
          super.visitInsn(Opcodes.ATHROW);
        }
        super.visitMaxs(maxStack, maxLocals);
      }

      private void report(Event reported, boolean withArgument) {
        placed.run();
        super.visitVarInsn(Opcodes.ALOAD, 0);
        if (withArgument) {
          super.visitVarInsn(Opcodes.ALOAD, 1);
        } else {
          super.visitInsn(Opcodes.ACONST_NULL);
        }
        super.visitMethodInsn(
            Opcodes.INVOKESTATIC,
            Dispatcher.INTERNAL_NAME,
            reported.method,
            Event.DESCRIPTOR,
            false);
      }
    };
  }

  /** The probes for this JVM. */
  static ProbedMethod[] forThisJvm(boolean hasVirtualThreads) {
    return hasVirtualThreads ? JDK_21 : JDK_17;
  }

  static @Nullable ProbedMethod find(
      ProbedMethod[] among, String owner, String name, String descriptor) {
    for (ProbedMethod method : among) {
      if (method.name.equals(name)
          && method.descriptor.equals(descriptor)
          && method.owner.equals(owner)) {
        return method;
      }
    }
    return null;
  }
}
