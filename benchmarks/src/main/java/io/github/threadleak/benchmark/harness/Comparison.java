package io.github.threadleak.benchmark.harness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs variants by turns, A B C A B C, so that what the machine does meanwhile meets all of them
 * alike: one round that is not counted, then the measured ones.
 */
public final class Comparison {
  private final String what;
  private final List<Variant> variants;
  private final Run run;

  /** Runs one variant once. */
  public interface Run {
    Sample of(Variant variant) throws IOException, InterruptedException, ChildFailed;
  }

  /**
   * Nothing runs yet.
   *
   * @param what the case in a few words, for the tables and the progress
   */
  public Comparison(String what, List<Variant> variants, Run run) {
    this.what = what;
    this.variants = List.copyOf(variants);
    this.run = run;
  }

  /** A variant that fails once is left out from then on; the outcome keeps why. */
  public Outcome measure(Workbench workbench, int rounds) throws InterruptedException {
    Map<String, List<Sample>> samples = new LinkedHashMap<>();
    Map<String, String> failures = new LinkedHashMap<>();
    variants.forEach(variant -> samples.put(variant.name(), new ArrayList<>()));
    for (int round = 0; round <= rounds; round++) {
      for (Variant variant : variants) {
        if (failures.containsKey(variant.name())) {
          continue;
        }
        workbench.progress("%s: %s, round %d of %d", what, variant.name(), round, rounds);
        try {
          Sample sample = run.of(variant);
          workbench.progress("  %s", sample.figures());
          if (round > 0) {
            samples.getOrDefault(variant.name(), List.of()).add(sample);
          }
        } catch (ChildFailed | IOException failure) {
          String why = failure.getMessage() == null ? failure.toString() : failure.getMessage();
          failures.put(variant.name(), why);
          workbench.progress("  failed: %s", why);
        }
      }
    }
    return new Outcome(what, samples, failures);
  }
}
