package io.github.threadleak.census;

import io.github.threadleak.parking.Reason;
import io.github.threadleak.site.Site;
import io.github.threadleak.snapshot.Kind;
import io.github.threadleak.snapshot.Verdict;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which threads a dump shows; a null part lets everything through.
 *
 * @param minAgeSeconds 0 for all; a thread whose start was not seen is old enough for any
 * @param minParkedSeconds 0 for all; a thread whose park's duration is not known is not shown with
 *     more
 */
public record Filter(
    @Nullable Kind kind,
    @Nullable Pattern site,
    @Nullable Pattern name,
    @Nullable Pattern reason,
    @Nullable Pattern verdict,
    double minAgeSeconds,
    double minParkedSeconds) {

  public static final Filter ALL = new Filter(null, null, null, null, null, 0, 0);

  /** True where threads are left out before it is known what they are parked on. */
  boolean choosesThreads() {
    return kind != null
        || site != null
        || name != null
        || minAgeSeconds > 0
        || minParkedSeconds > 0;
  }

  /** By id or by culprit. */
  boolean passesSite(Site seen) {
    return site == null
        || site.matcher(seen.id()).matches()
        || site.matcher(seen.culpritText()).matches();
  }

  boolean passesVerdict(Verdict seen) {
    return verdict == null || verdict.matcher(seen.word()).matches();
  }

  boolean passesReason(Reason seen) {
    return reason == null || reason.matcher(seen.words()).matches();
  }
}
