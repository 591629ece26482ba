package io.github.threadleak.verdict;

import io.github.threadleak.site.Frame;
import io.github.threadleak.site.Site;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who is not accused: by the user's globs, and by the list of well-known threads. Remembers the
 * sites that it was asked for. For one thread, and for the length of one look.
 */
final class Exemptions {
  /** What the agent's own classes are called. */
  private static final String OWN = "io.github.threadleak.";

  private final List<Ignored> ignored;
  private final Map<Site, Exemption> bySite = new HashMap<>();
  private final Map<String, Exemption> byName = new HashMap<>();

  /** One glob of the user's. */
  record Ignored(Pattern glob, Exemption exemption) {
    boolean fits(String text) {
      return glob.matcher(text).matches();
    }
  }

  /** Stands for none in the maps. */
  private static final Exemption NONE = new Exemption("", Exemption.From.STUCK);

  Exemptions(List<Ignored> ignored) {
    this.ignored = ignored;
  }

  /** By what a site is called; null for none. */
  @Nullable Exemption of(Site site) {
    return orNull(bySite.computeIfAbsent(site, this::find));
  }

  /**
   * By a thread's name; null for none. Virtual threads without a name, as most are, cost nothing.
   */
  @Nullable Exemption of(String threadName, Site site) {
    if (threadName.isEmpty()) {
      return null;
    }
    Exemption users = ignored.isEmpty() ? null : orNull(byUser(threadName));
    return users != null || !isJvms(site) ? users : WellKnown.byName(threadName);
  }

  /** False where no name makes a difference for the threads of a site. */
  boolean dependsOnName(Site site) {
    return !ignored.isEmpty() || isJvms(site);
  }

  private Exemption byUser(String threadName) {
    if (byName.size() > 10_000) { // names can be made without end
      byName.clear();
    }
    return byName.computeIfAbsent(threadName, this::findIgnored);
  }

  private Exemption find(Site site) {
    Frame culprit = site.culprit();
    if (culprit == null) {
      return NONE;
    }
    Exemption users = findIgnored(culprit.toString());
    users = users.equals(NONE) ? findIgnored(culprit.qualifiedMethod()) : users;
    Exemption known = WellKnown.byCulprit(culprit.qualifiedMethod());
    return !users.equals(NONE) || known == null ? users : known;
  }

  private Exemption findIgnored(String text) {
    for (Ignored one : ignored) {
      if (one.fits(text)) {
        return one.exemption;
      }
    }
    return NONE;
  }

  /** An application may call its threads as it likes: a name counts where the JVM has given it. */
  private static boolean isJvms(Site site) {
    Frame culprit = site.culprit();
    return culprit == null || culprit.isJdk() || culprit.className().startsWith(OWN);
  }

  private static @Nullable Exemption orNull(Exemption exemption) {
    return exemption.equals(NONE) ? null : exemption;
  }
}
