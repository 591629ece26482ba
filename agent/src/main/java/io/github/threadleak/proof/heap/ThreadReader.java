package io.github.threadleak.proof.heap;

import io.github.threadleak.snapshot.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the threads of a dump, and how each of them waits. */
final class ThreadReader {
  private static final String VIRTUAL_THREAD = "java.lang.VirtualThread";
  private static final int DEEPEST_AGENT_FRAME = 64;

  private final Heap heap;
  private final Waits waits;
  private final @Nullable HeapClass virtualThread;
  private final VirtualStates states;
  private final StackChunks chunks;

  ThreadReader(Heap heap) {
    this.heap = heap;
    this.waits = new Waits(heap);
    this.virtualThread = heap.classes.named(VIRTUAL_THREAD);
    this.states = new VirtualStates(heap, virtualThread);
    this.chunks = new StackChunks(heap);
  }

  /**
   * All threads.
   *
   * @throws UnusableDump where the dump lacks the stacks of virtual threads: what those could wake
   *     cannot be told then
   */
  List<HeapThread> read() throws UnusableDump {
    List<HeapThread> threads = new ArrayList<>();
    Set<Long> recorded = new HashSet<>();
    for (int i = 0; i < heap.roots.threads(); i++) {
      HeapThread thread = read(i);
      threads.add(thread);
      if (isWhole(thread)) {
        recorded.add(thread.object);
      }
    }
    refuseLostStacks(recorded);
    return threads;
  }

  /** The lowest frames of a virtual thread off its carrier are those that it was entered by. */
  private boolean isWhole(HeapThread thread) {
    for (Stacks.Call call : heap.stacks.of(thread.trace)) {
      if (call.isIn("jdk.internal.vm.Continuation") && call.frame().method().equals("enter")) {
        return true;
      }
    }
    return false;
  }

  private void refuseLostStacks(Set<Long> recorded) throws UnusableDump {
    long[] lost = new long[2];
    heap.forEachInstance(
        VIRTUAL_THREAD,
        thread -> {
          if (heap.reference(thread, "carrierThread") != 0) {
            lost[1] += chunks.hasFrames(thread) ? 1 : 0;
          } else if (!recorded.contains(thread) && hasStack(thread)) {
            lost[0]++;
          }
        });
    if (lost[0] > 0) {
      throw new UnusableDump(
          "no proof is possible: it lacks the stacks of "
              + threads(lost[0])
              + ", and what those could wake is not known; JDK 21 to 24 leave them out, later"
              + " ones do not");
    }
    if (lost[1] > 0) {
      throw UnusableDump.thisTime(
          "no proof is possible: it lacks the lower part of the stacks of "
              + threads(lost[1])
              + " that ran at that moment, and what those could wake is not known; another dump,"
              + " in a quieter moment, may do");
    }
  }

  private static String threads(long count) {
    return count + (count == 1 ? " virtual thread" : " virtual threads");
  }

  /** One that has not run yet has none. */
  private boolean hasStack(long thread) {
    return !states.isOver(thread)
        && (heap.reference(thread, "cont") == 0 || chunks.hasFrames(thread));
  }

  private HeapThread read(int root) {
    long object = heap.roots.threadObject(root);
    long serial = heap.roots.threadSerial(root);
    long trace = heap.roots.threadTrace(root);
    HeapClass type = heap.classOf(object);
    boolean virtual = virtualThread != null && type == virtualThread;
    long nameObject = heap.reference(object, "name");
    String name = nameObject == 0 ? null : heap.string(nameObject);
    List<Stacks.Call> stack = heap.stacks.of(trace);
    Thread.State state = virtual ? states.of(object) : PlatformStatus.of(heap, object).state();
    HeapThread.Wait wait;
    if (type == null) {
      wait = HeapThread.Wait.LIVE;
    } else if (isOfAgent(object, name, stack)) {
      wait = HeapThread.Wait.AGENT;
    } else if (virtual) {
      wait = waits.ofVirtual(object, serial, stack, states);
    } else {
      wait = waits.ofPlatform(object, serial, stack, PlatformStatus.of(heap, object));
    }
    return new HeapThread(
        object,
        serial,
        trace,
        virtual ? Kind.VIRTUAL : Kind.PLATFORM,
        heap.longNumber(object, "tid", 0),
        name,
        state,
        wait);
  }

  /** By its name and by what it runs: a name alone is anybody's to give. */
  private boolean isOfAgent(long thread, @Nullable String name, List<Stacks.Call> stack) {
    if (name == null || !name.startsWith("threadleak-")) {
      return false;
    }
    int last = Math.min(stack.size(), DEEPEST_AGENT_FRAME);
    for (int i = 0; i < last; i++) {
      HeapClass type = stack.get(i).type();
      if (type != null && heap.classes.isOfAgent(type)) {
        return true;
      }
    }
    HeapClass type = heap.classOf(thread);
    return type != null && heap.classes.isOfAgent(type);
  }
}
