package io.github.threadleak.proof.heap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.threadleak.snapshot.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeapProofTest {
  @TempDir Path folder;

  private Findings prove(DumpFile dump) throws IOException, UnusableDump {
    return HeapProof.of(dump.write(folder.resolve("dump.hprof")), false, Progress.NONE);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 8})
  void provesAThreadWhoseBlockerNothingElseReaches(int idSize) throws Exception {
    DumpFile dump = new DumpFile(idSize);
    long blocker = dump.instance("Node", Map.of());
    dump.thread(DumpFile.RUNS, 0);
    dump.thread(DumpFile.PARKED, blocker, blocker);

    Findings findings = prove(dump);

    assertThat(findings.proven()).isEqualTo(1);
    assertThat(findings.live()).isEqualTo(1);
    assertThat(findings.groups())
        .singleElement()
        .satisfies(
            group -> {
              assertThat(group.count()).isEqualTo(1);
              assertThat(group.kind()).isEqualTo(Kind.PLATFORM);
              assertThat(group.blockerClass()).isEqualTo("Node");
              assertThat(group.parkedStack())
                  .hasToString("[Main.park(Main.java:7), Main.main(Main.java:7)]");
            });
  }

  @Test
  void countsAThreadAsLiveWhoseBlockerARootReaches() throws Exception {
    DumpFile dump = new DumpFile(8);
    long blocker = dump.instance("Node", Map.of());
    dump.root(dump.array(List.of(0L, dump.instance("Node", Map.of("right", blocker)))));
    dump.thread(DumpFile.PARKED, blocker, blocker);
    assertThat(prove(dump).proven()).isZero();
  }

  @Test
  void countsAThreadAsLiveWhoseThreadObjectARootReaches() throws Exception {
    DumpFile dump = new DumpFile(8);
    long blocker = dump.instance("Node", Map.of());
    dump.root(dump.instance("Node", Map.of("left", dump.thread(DumpFile.PARKED, blocker))));
    assertThat(prove(dump).proven()).isZero();
  }

  @Test
  void takesNoThreadOutOfAListOfTheJdk() throws Exception {
    DumpFile dump = new DumpFile(8);
    long blocker = dump.instance("Node", Map.of());
    long thread = dump.thread(DumpFile.PARKED, blocker);
    long list = dump.array(List.of(thread));
    dump.root(dump.instance("java.lang.ThreadGroup", Map.of("threads", list)));
    assertThat(prove(dump).proven()).isEqualTo(1);
  }

  @Test
  void followsReferencesByTheirStrength() throws Exception {
    Map<String, String> expected =
        Map.of(
            "java.lang.ref.SoftReference", "0 0",
            "java.lang.ref.FinalReference", "0 0",
            "java.lang.ref.WeakReference", "0 1",
            "java.lang.ref.PhantomReference", "1 0");
    for (Map.Entry<String, String> kind : expected.entrySet()) {
      DumpFile dump = new DumpFile(8);
      long blocker = dump.instance("Node", Map.of());
      dump.root(dump.instance(kind.getKey(), Map.of("referent", blocker)));
      dump.thread(DumpFile.PARKED, blocker);
      Findings findings = prove(dump);
      assertThat(findings.proven() + " " + findings.heldWeakly())
          .as(kind.getKey())
          .isEqualTo(kind.getValue());
    }
  }

  @Test
  void takesAMonitorInUseForNoRoot() throws Exception {
    DumpFile dump = new DumpFile(8);
    long blocker = dump.instance("Node", Map.of());
    dump.sub(Walk.ROOT_MONITOR_USED, blocker);
    dump.thread(DumpFile.PARKED, blocker);
    assertThat(prove(dump).proven()).isEqualTo(1);
  }

  @Test
  void followsStaticFieldsOfTheClassesOfReachableObjects() throws Exception {
    DumpFile dump = new DumpFile(8);
    long blocker = dump.instance("Node", Map.of());
    dump.type("Statics", null, Map.of(), Map.of("held", blocker));
    dump.root(dump.instance("Statics", Map.of()));
    dump.thread(DumpFile.PARKED, blocker);
    assertThat(prove(dump).proven()).isZero();
  }

  @Test
  void leavesAThreadUndecidedThatParksWithoutABlocker() throws Exception {
    DumpFile dump = new DumpFile(8);
    dump.thread(DumpFile.PARKED, 0);
    Findings findings = prove(dump);
    assertThat(findings.proven()).isZero();
    assertThat(findings.undecided()).containsExactly(Map.entry("it parks without a blocker", 1));
  }

  @Test
  void countsAWaitWithALimitAsLive() throws Exception {
    DumpFile dump = new DumpFile(8);
    long blocker = dump.instance("Node", Map.of());
    dump.thread(DumpFile.TIMED, blocker);
    assertThat(prove(dump).live()).isEqualTo(1);
  }

  @Test
  void followsNoReferenceOfGarbageButThoseOfWhatACollectionLeft() throws Exception {
    DumpFile dump = new DumpFile(8);
    long blocker = dump.instance("Node", Map.of());
    dump.thread(DumpFile.PARKED, blocker);
    for (int i = 0; i < 4_000; i++) {
      dump.instance("Node", Map.of("left", blocker));
    }
    Path file = dump.write(folder.resolve("dump.hprof"));
    assertThat(HeapProof.of(file, false, Progress.NONE).proven()).isEqualTo(1);
    assertThat(HeapProof.of(file, true, Progress.NONE).proven()).isZero();
  }

  /** The same by a plain search in maps, over random graphs of objects and threads. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void agreesWithAPlainSearch(int seed) throws Exception {
    Random random = new Random(seed);
    DumpFile dump = new DumpFile(seed % 2 == 0 ? 4 : 8);
    int size = 5_000;
    long[] ids = new long[size];
    for (int i = 0; i < size; i++) {
      ids[i] = dump.newId();
    }
    int[][] edges = new int[size][];
    for (int i = 0; i < size; i++) {
      int left = random.nextInt(size);
      int right = random.nextInt(size);
      edges[i] = random.nextInt(4) == 0 ? new int[] {left, right} : new int[] {};
      Map<String, Long> fields = new HashMap<>();
      if (edges[i].length > 0) {
        fields = Map.of("left", ids[left], "right", ids[right]);
      }
      dump.instance(ids[i], "Node", fields);
    }
    BitSet live = new BitSet();
    List<int[]> waits = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      int root = random.nextInt(size);
      dump.root(ids[root]);
      reach(root, edges, live);
    }
    for (int i = 0; i < 400; i++) {
      int blocker = random.nextInt(size);
      int holds = random.nextInt(size);
      dump.thread(DumpFile.PARKED, ids[blocker], ids[blocker], ids[holds]);
      waits.add(new int[] {blocker, holds});
    }
    boolean moved = true;
    while (moved) {
      moved = false;
      for (int[] wait : waits) {
        if (live.get(wait[0]) && !live.get(wait[1])) {
          reach(wait[1], edges, live);
          moved = true;
        }
      }
    }
    long expected = waits.stream().filter(wait -> !live.get(wait[0])).count();
    assertThat(expected).isBetween(1L, 399L);
    // what nothing leads to is garbage here
    Path file = dump.write(folder.resolve("dump.hprof"));
    Findings findings = HeapProof.of(file, false, Progress.NONE);
    assertThat(findings.unexplained()).isGreaterThan(3_000);
    assertThat(findings.proven()).isEqualTo(expected);
  }

  private static void reach(int from, int[][] edges, BitSet reached) {
    List<Integer> open = new ArrayList<>(List.of(from));
    while (!open.isEmpty()) {
      int next = open.remove(open.size() - 1);
      if (!reached.get(next)) {
        reached.set(next);
        Arrays.stream(edges[next]).forEach(open::add);
      }
    }
  }

  @Test
  void saysOfEveryTruncatedDumpThatItIsDamaged() throws Exception {
    DumpFile dump = new DumpFile(8);
    long blocker = dump.instance("Node", Map.of());
    dump.root(dump.array(List.of(dump.numbers(10))));
    dump.thread(DumpFile.PARKED, blocker, blocker);
    byte[] whole = dump.bytes();
    Path file = folder.resolve("part.hprof");
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> HeapProof.of(file, false, Progress.NONE))
          .as(length + " of " + whole.length)
          .isInstanceOf(UnusableDump.class);
    }
  }

  /** Whatever a damaged dump leads to, it is an answer or a line, never another exception. */
  @Test
  void survivesEveryDamagedByte() throws Exception {
    DumpFile dump = new DumpFile(4);
    long blocker = dump.instance("Node", Map.of());
    dump.root(dump.array(List.of(dump.numbers(10))));
    dump.thread(DumpFile.PARKED, blocker, blocker);
    byte[] whole = dump.bytes();
    Path file = folder.resolve("part.hprof");
    int refused = 0;
    for (int at = 0; at < whole.length; at++) {
      for (int value : new int[] {0, 0xff}) {
        byte[] damaged = whole.clone();
        damaged[at] = (byte) value;
        Files.write(file, damaged);
        try {
          HeapProof.of(file, false, Progress.NONE);
        } catch (UnusableDump said) {
          assertThat(said.getMessage()).isNotBlank();
          refused++;
        }
      }
    }
    assertThat(refused).isPositive();
  }
}
