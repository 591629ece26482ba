package io.github.threadleak.site;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in the code that starts threads, or constructs the pool that does: one leaking line is
 * one site, however many callers it has. Immutable but for what {@link SiteTable} keeps under its
 * lock.
 */
public final class Site {
  /** How much is known of where its threads come from. */
  public enum Origin {
    /** The spawn was seen. */
    SPAWNED("spawned"),
    OLDER("started before the agent"),
    ATTACHED("started by the JVM or native code"),
    NOT_CAPTURED("spawn stack not captured"),
    OVERFLOW("overflow: no room for its site");

    private final String words;

    Origin(String words) {
      this.words = words;
    }

    /** In words for a reader. */
    public String words() {
      return words;
    }
  }

  private final Origin origin;
  private final String id;
  private final @Nullable Frame culprit;

  // Guarded by SiteTable's lock.
  int variants;
  boolean evicted;
  String key;

  Site(Origin origin, String id, @Nullable Frame culprit, String key) {
    this.origin = origin;
    this.id = id;
    this.culprit = culprit;
    this.key = key;
  }

  public Origin origin() {
    return origin;
  }

  /**
   * Eight hex digits, the same after a restart of the same build; a word where the spawn was not
   * seen.
   */
  public String id() {
    return id;
  }

  /** The first frame outside the JDK; null where the spawn was not seen. */
  public @Nullable Frame culprit() {
    return culprit;
  }

  /** The culprit as a stack trace shows it, or the origin in words. */
  public String culpritText() {
    return culprit == null ? origin.words() : culprit.toString();
  }

  /** A spawn stack together with its site. */
  public record Variant(Site site, List<Frame> stack) {}
}
