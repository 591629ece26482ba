package io.github.threadleak.census;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.threadleak.census.SeriesSlots.Count;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SeriesSlotsTest {
  private long now = -5;
  private final SeriesSlots slots = new SeriesSlots(2, () -> now);

  @Test
  void showsTheLargestAtFirst() {
    assertThat(shown("a 9", "b 7", "c 7", "d 1")).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void keepsAHolderThatIsNotClearlySmaller() {
    shown("a 100", "b 80");

    assertThat(shown("a 100", "c 100", "b 80")).containsExactlyInAnyOrder("a", "b");
    assertThat(shown("c 101", "a 100", "b 80")).containsExactlyInAnyOrder("a", "c");
  }

  @Test
  void takesNoSlotForOneThreadMore() {
    shown("a 9", "b 1");

    assertThat(shown("a 9", "c 2", "b 1")).containsExactlyInAnyOrder("a", "b");
    assertThat(shown("a 9", "c 3", "b 1")).containsExactlyInAnyOrder("a", "c");
  }

  @Test
  void givesFreeSlotsToTheLargest() {
    shown("a 9");

    assertThat(shown("c 2", "b 1", "a 1")).containsExactlyInAnyOrder("a", "c");
  }

  @Test
  void comparesWithTheMostOfTheLastMinute() {
    shown("a 100", "b 80");
    seconds(59);
    assertThat(shown("a 100", "c 90")).containsExactlyInAnyOrder("a", "b");
    seconds(1);
    assertThat(shown("a 100", "c 90")).containsExactlyInAnyOrder("a", "c");
  }

  @Test
  void remembersANewMostForAnotherMinute() {
    shown("a 100", "b 50");
    seconds(59);
    shown("a 100", "b 80");
    seconds(59);
    assertThat(shown("a 100", "c 90", "b 1")).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void replacesTheSmallestByTheLargest() {
    shown("a 10", "b 20");

    assertThat(shown("d 90", "c 30", "b 20", "a 10")).containsExactlyInAnyOrder("c", "d");
    assertThat(shown("d 90", "c 30", "b 20", "a 10")).containsExactlyInAnyOrder("c", "d");
  }

  @Test
  void changesNothingWhenAskedAgain() {
    Random random = new Random(7);
    for (int round = 0; round < 1000; round++) {
      seconds(random.nextInt(20));
      List<Count> counts = random(random, 9);
      Set<String> first = slots.shown(counts);
      assertThat(slots.shown(counts)).isEqualTo(first);
      assertThat(first).hasSizeLessThanOrEqualTo(2);
    }
  }

  @Test
  void showsNothingWithoutSlots() {
    assertThat(new SeriesSlots(0, () -> now).shown(List.of(new Count("a", 9)))).isEmpty();
  }

  @Test
  void sitesOfAboutTheSameSizeDoNotTakeTurns() {
    SeriesSlots fifty = new SeriesSlots(50, () -> now);
    Random random = new Random(1);
    Set<String> shown = new HashSet<>();
    Set<String> largest = new HashSet<>();
    for (int scrape = 0; scrape < 60; scrape++) {
      seconds(15);
      List<Count> counts = new ArrayList<>();
      for (int site = 0; site < 20_000; site++) {
        counts.add(new Count("site " + site, 100 + random.nextInt(20)));
      }
      sort(counts);
      shown.addAll(fifty.shown(counts));
      counts.subList(0, 50).forEach(count -> largest.add(count.site()));
    }
    assertThat(largest).as("what the largest of each scrape would be").hasSizeGreaterThan(500);
    assertThat(shown).hasSize(50);
  }

  @Test
  void scrapesAtTheSameTimeAgree() throws Exception {
    List<Count> counts = random(new Random(3), 500);
    SeriesSlots ten = new SeriesSlots(10, () -> now);
    ExecutorService scrapers = Executors.newFixedThreadPool(4);
    try {
      Callable<Set<String>> scrape = () -> ten.shown(counts);
      Collection<Set<String>> answers = new HashSet<>();
      for (var answer : scrapers.invokeAll(Collections.nCopies(200, scrape))) {
        answers.add(answer.get());
      }
      assertThat(answers).hasSize(1);
    } finally {
      scrapers.shutdownNow();
    }
  }

  private void seconds(int seconds) {
    now += TimeUnit.SECONDS.toNanos(seconds);
  }

  /** In descending order. */
  private Set<String> shown(String... sites) {
    List<Count> counts = new ArrayList<>();
    for (String site : sites) {
      String[] words = site.split(" ");
      counts.add(new Count(words[0], Long.parseLong(words[1])));
    }
    return slots.shown(counts);
  }

  private static List<Count> random(Random random, int sites) {
    List<Count> counts = new ArrayList<>();
    for (int site = 0; site < sites; site++) {
      counts.add(new Count("site " + site, random.nextInt(30)));
    }
    sort(counts);
    return counts;
  }

  private static void sort(List<Count> counts) {
    counts.sort(Comparator.comparingLong(Count::threads).reversed());
  }
}
