package io.github.threadleak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JcmdTest {
  private static final long MEGABYTE = 1 << 20;

  @Test
  void addsTheSpacesOfEveryCollectorUp() {
    String g1 =
        """
        433:
         garbage-first heap   total 65536K, used 4096K [0x1, 0x2)
          region size 1024K, 2 young (2048K), 0 survivors (0K)
         Metaspace       used 1200K, committed 1408K, reserved 1114112K
          class space    used 100K, committed 192K, reserved 1048576K
        """;
    assertThat(Jcmd.heapInUse(g1)).isEqualTo(4 * MEGABYTE);
    String g1Of25 =
        """
         garbage-first heap   total reserved 65536K, committed 65536K, used 4096K [0x1, 0x2)
         Metaspace       used 1200K, committed 1408K, reserved 1114112K
        """;
    assertThat(Jcmd.heapInUse(g1Of25)).isEqualTo(4 * MEGABYTE);
    String parallel =
        """
         PSYoungGen      total 18944K, used 1024K [0x1, 0x2, 0x3)
          eden space 16384K, 6% used [0x1,0x2,0x3)
         ParOldGen       total 44032K, used 3072K [0x1, 0x2, 0x3)
          object space 44032K, 6% used [0x1,0x2,0x3)
        """;
    assertThat(Jcmd.heapInUse(parallel)).isEqualTo(4 * MEGABYTE);
    String z =
        """
         ZHeap           used 4M, capacity 64M, max capacity 64M
         Metaspace       used 1200K, committed 1408K, reserved 1114112K
        """;
    assertThat(Jcmd.heapInUse(z)).isEqualTo(4 * MEGABYTE);
    String shenandoah =
        """
        Shenandoah Heap
         64M max, 64M soft max, 64M committed, 4M used
         256 x 256 K regions
        """;
    assertThat(Jcmd.heapInUse(shenandoah)).isEqualTo(4 * MEGABYTE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sun.os.hrt.frequency=1000 sun.rt.safepointTime=2500 | 2.5",
        "sun.os.hrt.frequency=1000 |",
        "sun.os.hrt.frequency=0 sun.rt.safepointTime=1 |",
        "No counters |"
      })
  void readsTheTimeAtSafepoints(String counters, Double seconds) {
    assertThat(Jcmd.safepointSeconds(counters.replace(' ', '\n'))).isEqualTo(seconds);
  }
}
