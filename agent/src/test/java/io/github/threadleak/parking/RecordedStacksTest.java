package io.github.threadleak.parking;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.threadleak.site.Frame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the rules against the stacks of real threads on each JDK, as {@code ReasonsIT} recorded
 * them.
 */
class RecordedStacksTest {
  private static final List<Integer> VERSIONS = List.of(17, 21, 25);

  static List<Integer> versions() {
    return VERSIONS;
  }

  @ParameterizedTest
  @MethodSource("versions")
  void tellsWhatEachThreadIsParkedOn(int version) throws IOException {
    List<RecordedStack> stacks = RecordedStack.of(version);
    List<String> faults = new ArrayList<>();
    for (RecordedStack stack : stacks) {
      Classification told = Classifier.classify(stack.state(), stack.blocker(), stack.frames());
      if (!told.reason().words().equals(stack.reason())
          || !Objects.equals(told.blockerClass(), stack.shown())) {
        faults.add("told " + told + " of " + stack);
      }
    }

    assertThat(stacks).hasSizeGreaterThan(150);
    assertThat(faults).isEmpty();
  }

  @Test
  void eachRuleHasBeenMetOnJustTheVersionsItNames() throws IOException {
    List<String> faults = new ArrayList<>();
    for (Rule rule : Rules.all()) {
      Set<Integer> met = new TreeSet<>();
      for (int version : VERSIONS) {
        if (RecordedStack.of(version).stream().anyMatch(stack -> decides(rule, stack))) {
          met.add(version);
        }
      }
      if (!List.copyOf(met).equals(rule.seenOn())) {
        faults.add(rule.reason() + ", " + rule.told() + ": met on " + met);
      }
    }

    assertThat(faults).isEmpty();
  }

  @Test
  void noMethodStandsInTheTableThatNoThreadWasSeenIn() throws IOException {
    List<String> unmet = new ArrayList<>();
    for (Rule rule : Rules.all()) {
      for (Rule.Spot spot : rule.spots()) {
        if (!isMet(rule, spot)) {
          unmet.add(rule.reason() + ": " + spot);
        }
      }
    }

    assertThat(unmet).isEmpty();
  }

  @Test
  void everyReasonHasAThreadThatWaitsForIt() throws IOException {
    Set<Reason> missing = EnumSet.allOf(Reason.class);
    for (int version : VERSIONS) {
      for (RecordedStack stack : RecordedStack.of(version)) {
        missing.remove(
            Classifier.classify(stack.state(), stack.blocker(), stack.frames()).reason());
      }
    }

    assertThat(missing).containsExactly(Reason.UNKNOWN);
  }

  /** As in gRPC's copy of Netty. */
  @Test
  void knowsLibrariesInOtherPackagesToo() throws IOException {
    List<RecordedStack> ofLibraries =
        RecordedStack.of(17).stream().filter(RecordedStacksTest::isDecidedByLibrary).toList();

    assertThat(ofLibraries).isNotEmpty();
    for (RecordedStack stack : ofLibraries) {
      List<Frame> moved = stack.frames().stream().map(RecordedStacksTest::relocated).toList();
      assertThat(Classifier.classify(stack.state(), null, moved).reason().words())
          .as(stack::toString)
          .isEqualTo(stack.reason());
    }
  }

  private static boolean isDecidedByLibrary(RecordedStack stack) {
    Rule rule = Classifier.ruleFor(stack.state(), stack.frames());
    return rule != null && rule.isOfLibrary();
  }

  private static Frame relocated(Frame frame) {
    return frame.isJdk()
        ? frame
        : new Frame(
            "com.acme.shaded." + frame.className(),
            frame.method(),
            frame.file(),
            frame.line(),
            frame.module());
  }

  private static boolean isMet(Rule rule, Rule.Spot spot) throws IOException {
    for (int version : VERSIONS) {
      for (RecordedStack stack : RecordedStack.of(version)) {
        if (hasASay(rule, stack)
            && stack.frames().stream().anyMatch(frame -> spot.meets(frame, rule.isOfLibrary()))) {
          return true;
        }
      }
    }
    return false;
  }

  /** It decides the reason, or which blocker is shown. */
  private static boolean hasASay(Rule rule, RecordedStack stack) {
    Rule first = Classifier.ruleFor(stack.state(), stack.frames());
    return first == rule || (first != null && first.shows() == Rule.Shows.NEXT);
  }

  private static boolean decides(Rule rule, RecordedStack stack) {
    return Classifier.ruleFor(stack.state(), stack.frames()) == rule;
  }
}
