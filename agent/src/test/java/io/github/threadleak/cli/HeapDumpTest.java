package io.github.threadleak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapDumpTest {
  private static final long GIGABYTE = 1L << 30;

  @Test
  void refusesADiskThatCouldNotHoldTheDumpAndGivesBothFigures() {
    assertThat(HeapDump.refusal(4 * GIGABYTE, 5 * GIGABYTE, "/tmp"))
        .isEqualTo(
            "not enough disk for the dump: 4.0 GB of heap are in use, which can make a dump of"
                + " 6.0 GB, and /tmp has 5.0 GB free; java -Djava.io.tmpdir=DIR or --keep=PATH"
                + " takes another disk");
    assertThat(HeapDump.refusal(4 * GIGABYTE, 6 * GIGABYTE, "/tmp")).isNull();
  }
}
