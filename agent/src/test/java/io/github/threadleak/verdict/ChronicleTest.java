package io.github.threadleak.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The growth test over hours of simulated threads, with many seeds. */
class ChronicleTest {
  private static final double MINUTE = 60;
  private static final double HOUR = 3_600;
  private static final double WINDOW = 6 * HOUR;

  private static Simulation simulation(long seed) {
    return new Simulation(seed, WINDOW, 10);
  }

  private static DoubleUnaryOperator perMinute(double threads) {
    return now -> threads / MINUTE;
  }

  private static final DoubleUnaryOperator NOTHING = now -> 0;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void suspectsATrickleOfOneThreadAMinute(long seed) {
    Simulation slow = simulation(seed).run(7 * HOUR, perMinute(1), Simulation.Life.FOR_EVER);
    assertThat(slow.firstSuspected()).as(slow.said.toString()).isLessThan(4 * HOUR);
    assertThat(slow.isSuspected()).isTrue();
    assertThat(slow.lastWords()).matches("\\+(1|1\\.1|5[0-9](\\.[0-9])?)/(min|h) over 6h");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void suspectsAFastLeakWithinTheHour(long seed) {
    Simulation fast = simulation(seed).run(HOUR, perMinute(27), Simulation.Life.FOR_EVER);
    assertThat(fast.firstSuspected()).isLessThan(45 * MINUTE);
    assertThat(fast.isSuspected()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void suspectsALeakOnTopOfLoadThatComesAndGoes(long seed) {
    Simulation simulation = simulation(seed);
    for (int i = 0; i < 6 * 8; i++) {
      simulation.run(5 * MINUTE, perMinute(600), Simulation.Life.exponential(4));
      simulation.run(5 * MINUTE, perMinute(2), Simulation.Life.FOR_EVER);
    }
    assertThat(simulation.isSuspected()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void suspectsStepsThatGoOn(long seed) {
    Simulation steps = simulation(seed);
    for (int hour = 0; hour < 8; hour++) {
      steps.burst(100, Simulation.Life.FOR_EVER).run(HOUR, NOTHING, Simulation.Life.FOR_EVER);
    }
    assertThat(steps.isSuspected()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void holdsForAHundredThousand(long seed) {
    Simulation large = new Simulation(seed, WINDOW, 60);
    large.burst(100_000, Simulation.Life.FOR_EVER).run(7 * HOUR, NOTHING, Simulation.Life.FOR_EVER);
    assertThat(large.suspectTimes).isEmpty();
    large.run(7 * HOUR, perMinute(27), Simulation.Life.FOR_EVER);
    assertThat(large.isSuspected()).isTrue();
    assertThat(large.lastWords()).matches("\\+2[5-9](\\.[0-9])?/min over 6h");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void isSilentAboutOneStep(long seed) {
    Simulation step = simulation(seed).run(HOUR, perMinute(30), Simulation.Life.exponential(20));
    step.burst(500, Simulation.Life.FOR_EVER)
        .run(9 * HOUR, perMinute(30), Simulation.Life.exponential(20));
    assertThat(step.suspectTimes).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void takesItBackWhenGrowthStops(long seed) {
    Simulation stops = simulation(seed).run(5 * HOUR, perMinute(10), Simulation.Life.FOR_EVER);
    assertThat(stops.isSuspected()).isTrue();
    stops.run(4 * HOUR, NOTHING, Simulation.Life.FOR_EVER);
    assertThat(stops.isSuspected()).isFalse();
    int before = stops.suspectTimes.size();
    stops.run(6 * HOUR, NOTHING, Simulation.Life.FOR_EVER);
    assertThat(stops.suspectTimes).hasSize(before);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void isSilentAboutSawtoothLoad(long seed) {
    for (double period : new double[] {2 * MINUTE, 8 * MINUTE, 25 * MINUTE}) {
      Simulation sawtooth = simulation(seed);
      for (double t = 0; t < 8 * HOUR; t += period) {
        sawtooth.run(period, perMinute(100), Simulation.Life.FOR_EVER).allEnd();
      }
      assertThat(sawtooth.suspectTimes).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void accusesASlowSawtoothAtItsFirstToothAtMost(long seed) {
    Simulation sawtooth = simulation(seed);
    double tooth = 90 * MINUTE;
    sawtooth.run(tooth, perMinute(10), Simulation.Life.FOR_EVER).allEnd();
    int first = sawtooth.suspectTimes.size();
    for (int i = 0; i < 12; i++) {
      sawtooth.run(tooth, perMinute(10), Simulation.Life.FOR_EVER).allEnd();
    }
    assertThat(sawtooth.suspectTimes).hasSize(first);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void isSilentAboutDailyCycles(long seed) {
    DoubleUnaryOperator day = now -> 5 * (1 - Math.cos(2 * Math.PI * now / (24 * HOUR))) / 2;
    for (Simulation.Life life :
        new Simulation.Life[] {
          Simulation.Life.exponential(2),
          Simulation.Life.exponential(10 * MINUTE),
          Simulation.Life.lognormal(5 * MINUTE, 1)
        }) {
      Simulation cycles = new Simulation(seed, WINDOW, 60).run(72 * HOUR, day, life);
      assertThat(cycles.suspectTimes).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void isSilentAboutDailyCyclesOfSessionsOfHours(long seed) {
    DoubleUnaryOperator day = now -> 0.2 * (1 - Math.cos(2 * Math.PI * now / (24 * HOUR))) / 2;
    for (double mean : new double[] {HOUR, 2 * HOUR, 4 * HOUR}) {
      Simulation cycles =
          new Simulation(seed, WINDOW, 60).run(72 * HOUR, day, Simulation.Life.exponential(mean));
      assertThat(cycles.suspectTimes).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void isSilentAboutAWarmUpThatReachesAPlateau(long seed) {
    for (double minutes : new double[] {1, 5, 10, 30}) {
      for (int most : new int[] {50, 200, 10_000}) {
        double constant = minutes * MINUTE;
        Simulation warm =
            new Simulation(seed, WINDOW, minutes < 10 ? 10 : 30)
                .run(
                    4 * HOUR,
                    now -> most / constant * Math.exp(-now / constant),
                    Simulation.Life.FOR_EVER);
        assertThat(warm.suspectTimes).as("%s min to %s: %s", minutes, most, warm.said).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void isSilentAboutARampOfAQuarterOfAnHour(long seed) {
    Simulation ramp = simulation(seed).run(15 * MINUTE, perMinute(100), Simulation.Life.FOR_EVER);
    ramp.run(6 * HOUR, NOTHING, Simulation.Life.FOR_EVER);
    assertThat(ramp.suspectTimes).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void isSilentAboutAPoolThatIsRestarted(long seed) {
    Simulation pool = simulation(seed);
    for (int restart = 0; restart < 5; restart++) {
      pool.run(6 * MINUTE, perMinute(30), Simulation.Life.FOR_EVER);
      pool.run(50 * MINUTE, NOTHING, Simulation.Life.FOR_EVER).allEnd();
      pool.run(4 * MINUTE, NOTHING, Simulation.Life.FOR_EVER);
    }
    assertThat(pool.suspectTimes).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void isSilentAboutSteadyLoad(long seed) {
    for (double life : new double[] {1, MINUTE, 10 * MINUTE, HOUR, 5 * HOUR}) {
      Simulation steady = new Simulation(seed, WINDOW, 30);
      double rate = 200 / life;
      steady.burst(200, Simulation.Life.exponential(life));
      steady.run(12 * HOUR, now -> rate, Simulation.Life.exponential(life));
      assertThat(steady.suspectTimes).as("life %s s", life).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void isSilentAboutABurstThatDrains(long seed) {
    Simulation burst = simulation(seed).run(HOUR, perMinute(5), Simulation.Life.exponential(5));
    burst.run(5 * MINUTE, perMinute(2_000), Simulation.Life.exponential(10 * MINUTE));
    burst.run(3 * HOUR, perMinute(5), Simulation.Life.exponential(5));
    assertThat(burst.suspectTimes).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void isSilentAboutCyclesWithinAShortWindow(long seed) {
    Simulation cycles = new Simulation(seed, 30, 1);
    for (int tooth = 0; tooth < 10; tooth++) {
      cycles.run(20, now -> 5, Simulation.Life.FOR_EVER).allEnd();
    }
    assertThat(cycles.suspectTimes).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void usesAShortWindowInFull(long seed) {
    Simulation quick = new Simulation(seed, 30, 1).run(40, now -> 5, Simulation.Life.FOR_EVER);
    assertThat(quick.firstSuspected()).as(quick.said.toString()).isLessThan(36);
    assertThat(quick.isSuspected()).isTrue();
  }
}
