package io.github.threadleak.benchmark.harness;

import io.github.threadleak.benchmark.report.Section;
import java.io.IOException;

/** One question about what the agent costs, answered by starting real JVMs. */
public interface Benchmark {
  /** What {@code benchmarks/run NAME} calls it: one lower-case word. */
  String name();

  /** The heading of its section. */
  String title();

  /**
   * Measures, and adds what was seen to a section that carries the name and title. What one variant
   * lacks, or crashes on, is a line of that section.
   *
   * @throws Unavailable where the whole benchmark lacks something
   * @throws ChildFailed where nothing could be measured
   */
  void run(Workbench workbench, Section section)
      throws IOException, InterruptedException, Unavailable, ChildFailed;
}
