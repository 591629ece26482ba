package io.github.threadleak.proof.heap;

import io.github.threadleak.parking.Classification;
import io.github.threadleak.parking.Classifier;
import io.github.threadleak.site.Frame;
import io.github.threadleak.snapshot.Kind;
import io.github.threadleak.snapshot.ThreadName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts the proven threads together by kind, spawn site and parked stack. */
final class Groups {
  private static final int EXAMPLES = 5;

  private record Key(
      Kind kind,
      boolean weakly,
      String siteId,
      Thread.State state,
      @Nullable String blockerClass,
      List<Frame> stack) {}

  private static final class Members {
    final AgentData.@Nullable Spawn spawn;
    final Set<Long> objects = new HashSet<>();
    final List<ThreadName> examples = new ArrayList<>();
    final List<Long> threadIds = new ArrayList<>();
    boolean unknownObject;
    long count;

    Members(AgentData.@Nullable Spawn spawn) {
      this.spawn = spawn;
    }
  }

  private final Heap heap;
  private final AgentData agent;
  private final Map<Key, Members> groups = new LinkedHashMap<>();

  Groups(Heap heap, AgentData agent) {
    this.heap = heap;
    this.agent = agent;
  }

  /** Takes a thread, if it is one to show. */
  void add(HeapThread thread) {
    boolean weakly = thread.fate == HeapThread.Fate.HELD_WEAKLY;
    if (thread.fate != HeapThread.Fate.PROVEN && !weakly) {
      return;
    }
    AgentData.Spawn spawn = agent.spawnOf(thread.id);
    long object = objectOf(thread);
    Key key =
        new Key(
            thread.kind,
            weakly,
            spawn == null ? "" : spawn.siteId(),
            thread.state,
            classOf(object),
            shown(thread));
    Members members = groups.computeIfAbsent(key, made -> new Members(spawn));
    members.count++;
    members.unknownObject |= object == 0;
    members.objects.add(object);
    members.threadIds.add(thread.id);
    if (members.examples.size() < EXAMPLES) {
      String name = thread.name;
      members.examples.add(new ThreadName(thread.id, name == null || name.isEmpty() ? null : name));
    }
  }

  /** What it is parked on; 0 where that is one of several objects. */
  private static long objectOf(HeapThread thread) {
    for (long waker : thread.wakers) {
      if (waker != thread.wakers[0]) {
        return 0;
      }
    }
    return thread.wakers.length == 0 ? 0 : thread.wakers[0];
  }

  private @Nullable String classOf(long object) {
    HeapClass type = object == 0 ? null : heap.classOf(object);
    return type == null ? null : type.name;
  }

  /** The stack without the frames that Thread.getStackTrace leaves out. */
  private List<Frame> shown(HeapThread thread) {
    List<Frame> frames = new ArrayList<>();
    for (Stacks.Call call : heap.stacks.of(thread.trace)) {
      String type = call.frame().className();
      String method = call.frame().method();
      boolean hidden =
          type.startsWith("jdk.internal.vm.Continuation")
              || type.startsWith("java.lang.VirtualThread$VThreadContinuation")
              || type.contains("$$Lambda")
              || method.equals("yieldContinuation")
              || method.equals("runWith");
      if (!hidden) {
        frames.add(call.frame());
      }
    }
    return frames;
  }

  List<Findings.Group> sorted() {
    List<Findings.Group> sorted = new ArrayList<>();
    groups.forEach((key, members) -> sorted.add(group(key, members)));
    sorted.sort(
        Comparator.comparing(Findings.Group::weakly)
            .thenComparing(Comparator.comparingLong(Findings.Group::count).reversed()));
    return sorted;
  }

  private Findings.Group group(Key key, Members members) {
    Classification parked = Classifier.classify(key.state(), key.blockerClass(), key.stack());
    AgentData.Spawn spawn = members.spawn;
    return new Findings.Group(
        members.count,
        key.kind(),
        key.weakly(),
        parked.reason(),
        parked.blockerClass(),
        members.unknownObject ? 0 : members.objects.size(),
        spawn == null ? null : spawn.siteId(),
        spawn == null ? null : spawn.culprit(),
        spawn == null ? unknown() : spawn.words(),
        spawn == null ? List.of() : spawn.stack(),
        withoutModules(key.stack()),
        List.copyOf(members.examples),
        List.copyOf(members.threadIds));
  }

  private String unknown() {
    return agent.isPresent()
        ? "its stack had not been read when the dump was taken"
        : "no agent was in the JVM";
  }

  /** The dump names no modules: those that the classification needed were inferred. */
  private static List<Frame> withoutModules(List<Frame> stack) {
    return stack.stream()
        .map(
            frame -> new Frame(frame.className(), frame.method(), frame.file(), frame.line(), null))
        .toList();
  }
}
