package io.github.threadleak.census;

import io.github.threadleak.site.Frame;
import io.github.threadleak.site.Site;
import io.github.threadleak.snapshot.Marked;
import io.github.threadleak.snapshot.SiteChange;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The threads of each site at one moment. Immutable; holds no thread and no site. */
public final class Baseline {
  private final Marked head;

  /** By site id, which a site keeps where it is forgotten and met again. */
  private final Map<String, Mark> marks;

  /** One site. Not the site itself, which would hold all that it is told by. */
  record Mark(Site.Origin origin, @Nullable Frame culprit, SiteChange.Live live, long started) {
    static Mark of(Site site, SiteChange.Live live, long started) {
      return new Mark(site.origin(), site.culprit(), live, started);
    }

    String culpritText() {
      return culprit == null ? origin.words() : culprit.toString();
    }
  }

  Baseline(Marked head, Map<String, Mark> marks) {
    this.head = head;
    this.marks = marks;
  }

  public Marked head() {
    return head;
  }

  Map<String, Mark> marks() {
    return marks;
  }
}
