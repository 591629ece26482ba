package io.github.threadleak.census;

import io.github.threadleak.site.Site;
import io.github.threadleak.snapshot.Kind;
import io.github.threadleak.verdict.Standing;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What threads must agree in to be counted together before a stack is read.
 *
 * @param poolSite where their pool was constructed, null for none
 * @param deadlock number of the deadlock that they are part of, -1 for none
 */
record GroupKey(
    Site site,
    Kind kind,
    Thread.State state,
    @Nullable String blockerClass,
    @Nullable Site poolSite,
    Standing standing,
    int deadlock) {

  static GroupKey of(Seen seen, @Nullable Site poolSite, int deadlock) {
    return new GroupKey(
        seen.home.site(),
        seen.kind,
        seen.state,
        seen.blockerClass,
        poolSite,
        seen.standing,
        deadlock);
  }

  /** The same for threads that are told apart by their verdict instead. */
  GroupKey withoutStanding() {
    return new GroupKey(site, kind, state, blockerClass, poolSite, Standing.NONE, deadlock);
  }

  /** Whether a thread without a deadlock belongs here; the same as equality, without a key. */
  @SuppressWarnings("ReferenceEquality") // there is one object for each site
  boolean fits(Seen seen, @Nullable Site itsPoolSite) {
    return site == seen.home.site()
        && kind == seen.kind
        && state == seen.state
        && poolSite == itsPoolSite
        && deadlock < 0
        && standing.equals(seen.standing)
        && Objects.equals(blockerClass, seen.blockerClass);
  }

  /** A hash of the parts that {@link #fits} compares. */
  static int hash(Seen seen, @Nullable Site poolSite) {
    return ((System.identityHashCode(seen.home.site()) * 31 + Objects.hashCode(seen.blockerClass))
                    * 31
                + seen.state.hashCode())
            * 31
        + seen.standing.hashCode() * 17
        + (poolSite == null ? 0 : System.identityHashCode(poolSite));
  }

  // By hand, as in Frame. Sites are told by identity.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof GroupKey key
        && site.equals(key.site)
        && kind == key.kind
        && state == key.state
        && deadlock == key.deadlock
        && standing.equals(key.standing)
        && Objects.equals(blockerClass, key.blockerClass)
        && Objects.equals(poolSite, key.poolSite);
  }

  @Override
  public int hashCode() {
    return ((site.hashCode() * 31 + Objects.hashCode(blockerClass)) * 31 + state.hashCode()) * 31
        + deadlock;
  }
}
