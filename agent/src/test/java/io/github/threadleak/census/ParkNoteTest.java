package io.github.threadleak.census;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ParkNoteTest {
  private static final int PARK = ParkNote.signature(2, 1234, 99);
  private static final int NEXT_PARK = ParkNote.signature(2, 1234, 100);

  @Test
  void keepsTheTimeOfAParkThatProvesItself() {
    long first = ParkNote.next(0, PARK, true, false, 100, 1);
    long second = ParkNote.next(first, PARK, true, false, 200, 2);

    assertThat(ParkNote.isSure(first)).isTrue();
    assertThat(ParkNote.since(second)).isEqualTo(100);
    assertThat(ParkNote.isSure(second)).isTrue();
    assertThat(ParkNote.isSeenAgain(second)).isTrue();
  }

  @Test
  void startsOverWithEachNewPark() {
    long first = ParkNote.next(0, PARK, true, false, 100, 1);
    long second = ParkNote.next(first, NEXT_PARK, true, false, 200, 2);

    assertThat(ParkNote.since(second)).isEqualTo(200);
    assertThat(ParkNote.isIn(second, PARK)).isFalse();
    assertThat(ParkNote.isIn(second, NEXT_PARK)).isTrue();
    assertThat(ParkNote.isSeenAgain(second)).isFalse();
  }

  @Test
  void isSureOnlyOnceACollectionHasComeBetweenTwoCensuses() {
    long first = ParkNote.next(0, PARK, false, true, 100, 1);
    assertThat(ParkNote.isSure(first)).as("collected before the first look").isFalse();
    long second = ParkNote.next(first, PARK, false, false, 200, 2);
    assertThat(ParkNote.isSure(second)).isFalse();
    assertThat(ParkNote.isSeenAgain(second)).isTrue();

    long third = ParkNote.next(second, PARK, false, true, 300, 3);
    assertThat(ParkNote.isSure(third)).isTrue();
    assertThat(ParkNote.since(third)).as("a lower bound").isEqualTo(300);

    long fourth = ParkNote.next(third, PARK, false, false, 400, 4);
    assertThat(ParkNote.isSure(fourth)).isTrue();
    assertThat(ParkNote.since(fourth)).isEqualTo(300);
  }

  @Test
  void forgetsTheParkOfAThreadThatRuns() {
    long parked = ParkNote.next(0, PARK, true, false, 100, 1);
    long running = ParkNote.next(parked, ParkNote.NOT_PARKED, true, false, 200, 2);

    assertThat(ParkNote.isIn(running, PARK)).isFalse();
    assertThat(ParkNote.since(running)).isZero();
    assertThat(ParkNote.isOf(running, 2)).isTrue();
    assertThat(ParkNote.since(ParkNote.next(running, PARK, true, false, 300, 3))).isEqualTo(300);
  }

  @Test
  void knowsTheCensusThatNotedIt() {
    assertThat(ParkNote.isOf(0, 1)).as("none yet").isFalse();
    for (int census = 1; census <= 255; census++) {
      long note = ParkNote.next(0, PARK, true, false, Integer.MAX_VALUE, census);
      assertThat(ParkNote.isOf(note, census)).isTrue();
      assertThat(ParkNote.isOf(note, census % 255 + 1)).isFalse();
      assertThat(ParkNote.isIn(note, PARK)).isTrue();
      assertThat(ParkNote.since(note)).isEqualTo(Integer.MAX_VALUE);
    }
  }

  @Test
  void tellsParksApartByAnyOfWhatMakesThem() {
    int collisions = 0;
    for (int i = 1; i <= 100_000; i++) {
      collisions += ParkNote.signature(2, 1234, 99 + i) == PARK ? 1 : 0;
      collisions += ParkNote.signature(2, 1234 + i, 99) == PARK ? 1 : 0;
    }
    assertThat(collisions).isLessThanOrEqualTo(2);
    assertThat(ParkNote.signature(3, 1234, 99)).isNotEqualTo(PARK);
    assertThat(PARK).isNotNegative();
  }
}
