package io.github.threadleak.snapshot;

import io.github.threadleak.site.Frame;
import java.util.List;

/**
 * One spawn site with the stacks that led to it.
 *
 * @param variants those that were kept, the one with the most live threads first
 * @param others how many more there are of which no stack was kept
 * @param ofOthers the threads of those, with an empty stack
 */
public record SiteDetail(SiteRow row, List<Variant> variants, int others, Variant ofOthers) {
  /**
   * One stack.
   *
   * @param live threads
   * @param started since the stack was first met
   */
  public record Variant(List<Frame> stack, long live, long started) {}
}
