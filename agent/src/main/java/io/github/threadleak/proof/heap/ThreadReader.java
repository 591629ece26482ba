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

  ThreadReader(Heap heap) {
    this.heap = heap;
    this.waits = new Waits(heap);
    this.virtualThread = heap.classes.named(VIRTUAL_THREAD);
    this.states = new VirtualStates(heap, virtualThread);
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
      if (heap.stacks.depth(thread.trace) > 0) {
        recorded.add(thread.object);
      }
    }
    refuseLostStacks(recorded);
    return threads;
  }

  private void refuseLostStacks(Set<Long> recorded) throws UnusableDump {
    long[] count = new long[1];
    heap.forEachInstance(
        VIRTUAL_THREAD,
        thread -> {
          if (!recorded.contains(thread) && hasStackOfItsOwn(thread)) {
            count[0]++;
          }
        });
    long lost = count[0];
    if (lost > 0) {
      throw new UnusableDump(
          "no proof is possible: it lacks the stacks of "
              + lost
              + (lost == 1 ? " virtual thread" : " virtual threads")
              + ", and what those could wake is not known; JDK 21 to 24 leave them out, later"
              + " ones do not");
    }
  }

  /** A mounted one's frames are its carrier's; one that has not run yet has none. */
  private boolean hasStackOfItsOwn(long thread) {
    if (heap.reference(thread, "carrierThread") != 0 || states.isOver(thread)) {
      return false;
    }
    long continuation = heap.reference(thread, "cont");
    return continuation == 0 || heap.reference(continuation, "tail") != 0;
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
