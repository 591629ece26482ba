package io.github.threadleak.proof.heap;

import io.github.threadleak.snapshot.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The proof by heap dump. Stateless. */
public final class HeapProof {
  private HeapProof() {}

  /**
   * Reads a dump and finds the threads in it that nothing could wake.
   *
   * @param collected true where a collection is known to have come just before the dump, so that
   *     every object in it was kept by something
   * @throws UnusableDump where the file is no dump, is damaged, or would make the proof unsound
   */
  public static Findings of(Path dump, boolean collected, Progress progress)
      throws IOException, UnusableDump {
    try {
      Heap heap = Heap.open(dump, progress);
      List<HeapThread> threads = new ThreadReader(heap).read();
      if (threads.isEmpty()) {
        throw new UnusableDump("it has no threads: not a dump of a running JVM");
      }
      long unexplained = new Prover(heap, threads, progress).prove(collected);
      return findings(heap, threads, unexplained);
    } catch (IndexOutOfBoundsException beyond) {
      throw new UnusableDump("damaged: a record points past the end of the file");
    }
  }

  private static Findings findings(Heap heap, List<HeapThread> threads, long unexplained) {
    AgentData agent = AgentData.of(heap);
    Groups groups = new Groups(heap, agent);
    Map<HeapThread.Fate, Integer> fates = new EnumMap<>(HeapThread.Fate.class);
    int virtual = 0;
    Map<String, Integer> undecided = new TreeMap<>();
    for (HeapThread thread : threads) {
      fates.merge(thread.fate, 1, Integer::sum);
      if (thread.kind == Kind.VIRTUAL) {
        virtual++;
      }
      String why = thread.undecided;
      if (why != null) {
        undecided.merge(why, 1, Integer::sum);
      }
      groups.add(thread);
    }
    int looked = threads.size() - fates.getOrDefault(HeapThread.Fate.AGENT, 0);
    return new Findings(
        heap.file.size(),
        heap.index.size(),
        unexplained,
        looked - virtual,
        virtual,
        fates.getOrDefault(HeapThread.Fate.PROVEN, 0),
        fates.getOrDefault(HeapThread.Fate.HELD_WEAKLY, 0),
        fates.getOrDefault(HeapThread.Fate.LIVE, 0),
        undecided,
        agent.isPresent(),
        groups.sorted());
  }
}
