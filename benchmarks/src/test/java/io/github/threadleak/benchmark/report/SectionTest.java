package io.github.threadleak.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SectionTest {
  @Test
  void writesTextTablesAndAims() {
    Section section =
        new Section("spawn", "Spawning")
            .text("What is measured.")
            .table(new Table("variant", "wall").row("none", "285 ns").row("exact", ""))
            .missing("JDK 21", "It is not on this machine.")
            .aim(Aim.atMost("exact ÷ JFR", 1.3, 1.25, Unit.RATIO))
            .aim(Aim.atLeast("throughput", 0.99, 0.9, Unit.RATIO))
            .aim(Aim.atMost("start-up", 120e6, Double.NaN, Unit.NANOS));

    assertThat(section.markdown())
        .isEqualTo(
            """
            ### Spawning

            What is measured.

            | variant | wall |
            | --- | --- |
            | none | 285 ns |
            | exact | |

            Not measured: JDK 21. It is not on this machine.

            | what | aim | measured | met |
            | --- | --- | --- | --- |
            | exact ÷ JFR | at most 1.30 | 1.25 | yes |
            | throughput | at least 0.99 | 0.90 | **no** |
            | start-up | at most 120 ms | – | not measured |
            """);
  }

  @Test
  void tellsOneFromNoiseByTheSpreadOfTheRounds() {
    assertThat(Aim.oneWithinNoise("platform", 1.02, 0.97, 1.1).verdict())
        .isEqualTo(Aim.Verdict.MET);
    assertThat(Aim.oneWithinNoise("platform", 1.05, 1.01, 1.1).verdict())
        .isEqualTo(Aim.Verdict.MISSED);
  }

  @Test
  void keepsWhatACellHoldsFromBreakingTheTable() {
    assertThat(new Table("a").row("x|y\nz").markdown()).endsWith("| x\\|y z |\n");
    assertThatThrownBy(() -> new Table("a", "b").row("one"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void printsFiguresInUnitsOfTheirSize() {
    assertThat(Unit.NANOS.format(285.4)).isEqualTo("285 ns");
    assertThat(Unit.NANOS.format(12_345)).isEqualTo("12.3 µs");
    assertThat(Unit.NANOS.format(96e6)).isEqualTo("96.0 ms");
    assertThat(Unit.NANOS.format(4.1e9)).isEqualTo("4.10 s");
    assertThat(Unit.BYTES.format(64)).isEqualTo("64 bytes");
    assertThat(Unit.BYTES.format(40e6)).isEqualTo("40.0 MB");
    assertThat(Unit.PER_SECOND.format(23_473)).isEqualTo("23,473/s");
    assertThat(Unit.RATIO.format(1.005)).isEqualTo("1.01");
    assertThat(Unit.SHARE.format(0.0361)).isEqualTo("0.036");
    assertThat(Unit.PERCENT.format(0.0123)).isEqualTo("1.23 %");
    assertThat(Unit.COUNT.format(1e6)).isEqualTo("1,000,000");
  }
}
