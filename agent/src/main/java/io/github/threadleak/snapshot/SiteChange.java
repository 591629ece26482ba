package io.github.threadleak.snapshot;

import io.github.threadleak.site.Frame;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the threads of one site have changed since a baseline.
 *
 * @param startedSince threads started there since then, at least
 * @param verdict the strongest that the last census gave there; null for none
 * @param stack one full stack that led to the site; empty where none was kept
 */
public record SiteChange(
    String siteId,
    String culprit,
    Live before,
    Live now,
    long startedSince,
    @Nullable Verdict verdict,
    List<Frame> stack) {

  /** Live threads by kind. */
  public record Live(long platform, long virtual) {
    public static final Live NONE = new Live(0, 0);

    public long both() {
      return platform + virtual;
    }
  }

  /** Live threads more than before; negative for fewer. */
  public long change() {
    return now.both() - before.both();
  }
}
