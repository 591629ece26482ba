package io.github.threadleak.benchmark.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final List<Variant> A_AND_B =
      List.of(new Variant("a", List.of()), new Variant("b", List.of()));

  private final List<String> order = new ArrayList<>();
  private Workbench workbench;

  @BeforeEach
  void open() throws IOException {
    workbench = new Workbench(Path.of("").toAbsolutePath().getParent(), 3);
  }

  @AfterEach
  void close() throws IOException {
    workbench.close();
  }

  @Test
  void letsVariantsTakeTurns() throws Exception {
    measure(1, 1, 1, 1, 1, 1, 1, 1);

    assertThat(order).containsExactly("a", "b", "a", "b", "a", "b", "a", "b");
  }

  @Test
  void leavesTheFirstRoundOut() throws Exception {
    Outcome outcome = measure(1_000, 1_000, 10, 20, 10, 20, 10, 20);

    assertThat(outcome.of("a", "wall")).isEqualTo(new Spread(10, 10, 10));
  }

  @Test
  void comparesWithinARoundNotAcrossRounds() throws Exception {
    // the machine is ten times slower in the second round, for both
    Outcome outcome = measure(1, 1, 10, 20, 100, 200, 10, 30);

    assertThat(outcome.ratio("b", "a", "wall")).isEqualTo(new Spread(2, 2, 3));
    assertThat(outcome.added("b", "a", "wall")).isEqualTo(new Spread(20, 10, 100));
  }

  @Test
  void goesOnWithoutAVariantThatFails() throws Exception {
    Outcome outcome =
        new Comparison(
                "case",
                A_AND_B,
                variant -> {
                  order.add(variant.name());
                  if (variant.name().equals("b")) {
                    throw new ChildFailed("crashed");
                  }
                  return Sample.of("wall", 7);
                })
            .measure(workbench, 2);

    assertThat(order).containsExactly("a", "b", "a", "a");
    assertThat(outcome.failures()).containsEntry("b", "crashed");
    assertThat(outcome.of("a", "wall").median()).isEqualTo(7);
    assertThat(outcome.of("b", "wall").isKnown()).isFalse();
    assertThat(outcome.ratio("b", "a", "wall").isKnown()).isFalse();
  }

  @Test
  void tellsNothingOfAFigureThatNobodyTold() throws Exception {
    assertThat(measure(1, 1, 1, 1, 1, 1, 1, 1).of("a", "cpu").isKnown()).isFalse();
  }

  private Outcome measure(double... walls) throws Exception {
    Deque<Double> next = new ArrayDeque<>();
    for (double wall : walls) {
      next.add(wall);
    }
    return new Comparison(
            "case",
            A_AND_B,
            variant -> {
              order.add(variant.name());
              return Sample.of("wall", next.remove());
            })
        .measure(workbench, walls.length / 2 - 1);
  }
}
