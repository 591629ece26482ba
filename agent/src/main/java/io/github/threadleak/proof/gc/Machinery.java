package io.github.threadleak.proof.gc;

import io.github.threadleak.census.LongParked;
import io.github.threadleak.census.Reconciler;
import io.github.threadleak.jvm.Continuations;
import io.github.threadleak.jvm.FinalReferences;
import io.github.threadleak.jvm.GarbageCollector;
import io.github.threadleak.jvm.LiveThreads;
import io.github.threadleak.jvm.Threads;
import io.github.threadleak.site.Frame;
import java.util.List;

/**
 * The parts that need java.management and the JDK's inside, and so are not made before an
 * application may have set those up.
 */
record Machinery(
    GarbageCollector collector,
    Probation probation,
    Candidates candidates,
    SelfTest selfTest,
    boolean recovers) {

  /**
   * Makes them for this JVM.
   *
   * @throws Refused where this JVM cannot prove anything
   */
  static Machinery of(
      LongParked parked,
      LiveThreads threads,
      Reconciler reconciler,
      boolean recover,
      double minimumAgeSeconds,
      Findings findings)
      throws Refused {
    if (!Threads.hasVirtual()) {
      throw Refused.because("this JDK has no virtual threads");
    }
    GarbageCollector collector = GarbageCollector.ofThisJvm();
    if (collector == null) {
      throw Refused.because(
          "the garbage collector of this JVM is none of Serial, Parallel, G1, ZGC and Shenandoah");
    }
    if (!collector.handsBack() && !recover) {
      throw Refused.because(
          collector.words()
              + " gives no parked virtual thread back: there the proof needs recover=on");
    }
    try {
      FinalReferences references = new FinalReferences();
      Candidates[] candidates = new Candidates[1];
      Probation probation =
          new Probation(
              collector,
              references,
              new Continuations(),
              threads.untracked(),
              reconciler,
              recover,
              new Probation.Verdicts() {
                @Override
                public void proven(Guard guard, List<Frame> stack) {
                  findings.add(guard, stack);
                }

                @Override
                public void gone(Guard guard) {
                  findings.letGo(guard);
                }

                @Override
                public void reachable(Guard guard) {
                  candidates[0].leaveAlone(guard);
                }
              });
      candidates[0] = new Candidates(parked, probation, findings, minimumAgeSeconds);
      return new Machinery(
          collector, probation, candidates[0], new SelfTest(collector, references), recover);
    } catch (ReflectiveOperationException | IllegalStateException changed) {
      throw Refused.because("this JDK's inside is not as expected: " + changed);
    }
  }
}
