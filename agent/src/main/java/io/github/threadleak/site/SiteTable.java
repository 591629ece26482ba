package io.github.threadleak.site;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The sites of this JVM: turns captured stacks into frames, merges stacks of one place into one
 * site, and keeps their number within {@code max-sites}. All methods are for the agent's own
 * threads; safe for use by many.
 */
public final class SiteTable {
  /**
   * Frames kept in all, over all variants: 16 MB of references. Past it, a variant keeps the frames
   * down to its culprit.
   */
  private static final int FRAME_BUDGET = 4_000_000;

  private static final int VARIANTS_KEPT = 16;

  /** Generated classes could make distinct frames without end; past this they are shared anew. */
  private static final int MOST_SHARED_FRAMES = 300_000;

  /** The probes' class in java.lang: it and what stands above it are the agent's own frames. */
  private final String dispatcher;

  private final VariantTable variants;
  private final Culprits culprits;
  private final int maxSites;
  private final AtomicLong dropped = new AtomicLong();

  private final Site overflow = special(Site.Origin.OVERFLOW, "overflow");
  private final Site notCaptured = special(Site.Origin.NOT_CAPTURED, "not-captured");
  private final Site older = special(Site.Origin.OLDER, "before-agent");
  private final Site attached = special(Site.Origin.ATTACHED, "native");

  // Guarded by this.
  private final Map<String, Site> byKey = new LinkedHashMap<>();
  private final Set<String> ids = new HashSet<>();
  private SharedFrames frames = new SharedFrames();
  private final Set<Site> evictable = new LinkedHashSet<>();
  private int framesKept;
  private long changes;

  public SiteTable(
      VariantTable variants, int maxSites, List<String> appPackages, String dispatcher) {
    this.variants = variants;
    this.maxSites = maxSites;
    this.culprits = new Culprits(appPackages);
    this.dispatcher = dispatcher;
    variants.setStack(VariantTable.OVERFLOW, new Site.Variant(overflow, List.of()));
    variants.setStack(VariantTable.NOT_CAPTURED, new Site.Variant(notCaptured, List.of()));
    variants.setStack(VariantTable.OLDER, new Site.Variant(older, List.of()));
    variants.setStack(VariantTable.ATTACHED, new Site.Variant(attached, List.of()));
  }

  /**
   * The site and stack of a variant. Never null: a slot that was freed meanwhile counts as
   * overflow.
   */
  public synchronized Site.Variant variant(int index) {
    Object stack = variants.stack(index);
    if (stack instanceof SpawnPoint point) {
      stack = resolve(index, point);
    }
    if (!(stack instanceof Site.Variant variant)) {
      return new Site.Variant(overflow, List.of());
    }
    if (variant.site().evicted) {
      readmit(variant.site());
      return variant.site().evicted ? new Site.Variant(overflow, variant.stack()) : variant;
    }
    return variant;
  }

  /**
   * The site and stack of a variant, for one that has no live thread: unlike {@link #variant} this
   * gives no room to a site that has lost it. Null where nothing is known.
   */
  public synchronized Site.@Nullable Variant peek(int index) {
    Object stack = variants.stack(index);
    if (stack instanceof SpawnPoint point) {
      stack = resolve(index, point);
    }
    return stack instanceof Site.Variant variant && !variant.site().evicted ? variant : null;
  }

  /**
   * Grows whenever {@link #variant} may answer otherwise than it did, for a variant that had a site
   * with room.
   */
  public synchronized long changes() {
    return changes;
  }

  /** Sites known now, those without a live thread among them. */
  public synchronized int size() {
    return byKey.size();
  }

  /** Sites that found no room since the start, and spawns whose stack found none. */
  public long dropped() {
    return dropped.get() + variants.overflows();
  }

  /** Makes frames of all captures. */
  public synchronized void makeFrames() {
    variants.makingFrames();
    for (int i = 0; i < variants.limit(); i++) {
      if (variants.stack(i) instanceof SpawnPoint point) {
        resolve(i, point);
      }
    }
  }

  /** Makes frames of all captures, and lets go what nothing refers to where room is short. */
  public synchronized void tidy(BitSet variantsInUse) {
    makeFrames();
    Set<Site> alive = new HashSet<>();
    for (int i = 0; i < variants.limit(); i++) {
      if (variantsInUse.get(i)) {
        alive.add(variant(i).site());
      }
    }
    evictable.clear();
    for (Site site : byKey.values()) {
      if (!alive.contains(site)) {
        evictable.add(site);
      }
    }
    for (int i = VariantTable.RESERVED; i < variants.limit(); i++) {
      if (variants.stack(i) instanceof Site.Variant variant
          && variant.site() == overflow
          && !variant.stack().isEmpty()
          && hasRoom()) {
        variants.setStack(i, variantOf(variant.stack()));
        changes++;
      }
    }
    variants.tidy(variantsInUse, this::forget);
    if (frames.size() > MOST_SHARED_FRAMES) {
      frames = new SharedFrames();
    }
  }

  private void forget(Object stack) {
    changes++;
    if (stack instanceof Site.Variant variant) {
      variant.site().variants--;
      framesKept -= variant.stack().size();
    }
  }

  private Site.Variant resolve(int index, SpawnPoint point) {
    List<Frame> stack = framesOf(point.getStackTrace());
    Site.Variant variant =
        stack.isEmpty() ? new Site.Variant(notCaptured, List.of()) : variantOf(stack);
    variants.resolved(index, point, variant);
    return variant;
  }

  private Site.Variant variantOf(List<Frame> stack) {
    int culprit = culprits.indexIn(stack);
    Site site = siteOf(stack, culprit);
    return new Site.Variant(site, keep(site, stack, culprit));
  }

  private List<Frame> framesOf(StackTraceElement[] elements) {
    int top = 0;
    for (int i = 0; i < elements.length; i++) {
      if (elements[i].getClassName().equals(dispatcher)) {
        top = i + 1;
        break;
      }
    }
    List<Frame> stack = new ArrayList<>(elements.length - top);
    for (int i = top; i < elements.length; i++) {
      stack.add(frames.share(Frame.of(elements[i])));
    }
    return stack;
  }

  private Site siteOf(List<Frame> stack, int culprit) {
    StringBuilder key = new StringBuilder();
    for (int i = 0; i <= culprit; i++) {
      key.append(stack.get(i).stableName()).append('\n');
    }
    Site known = byKey.get(key.toString());
    if (known != null) {
      return known;
    }
    if (!hasRoom()) {
      dropped.incrementAndGet();
      return overflow;
    }
    Site site =
        new Site(Site.Origin.SPAWNED, newId(key.toString()), stack.get(culprit), key.toString());
    byKey.put(site.key, site);
    return site;
  }

  private List<Frame> keep(Site site, List<Frame> stack, int culprit) {
    site.variants++;
    // What overflowed keeps its stack: it gets a site of its own when there is room.
    if (site.variants > VARIANTS_KEPT && site != overflow) {
      return List.of();
    }
    List<Frame> kept =
        framesKept + stack.size() <= FRAME_BUDGET ? stack : stack.subList(0, culprit + 1);
    framesKept += kept.size();
    return List.copyOf(kept);
  }

  private void readmit(Site site) {
    if (hasRoom() && !byKey.containsKey(site.key)) {
      byKey.put(site.key, site);
      ids.add(site.id());
      site.evicted = false;
    }
  }

  /**
   * Looks for room, and makes some of the oldest site that nothing referred to at the last census.
   */
  private boolean hasRoom() {
    if (byKey.size() < maxSites) {
      return true;
    }
    Iterator<Site> candidates = evictable.iterator();
    while (candidates.hasNext()) {
      Site site = candidates.next();
      candidates.remove();
      if (!site.evicted && byKey.remove(site.key, site)) {
        site.evicted = true;
        changes++;
        ids.remove(site.id());
        return true;
      }
    }
    return false;
  }

  /**
   * A hash of the frames from the spawn down to the culprit: FNV-1a over 64 bits, folded to 32,
   * longer where it is taken.
   */
  private String newId(String key) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < key.length(); i++) {
      hash = (hash ^ key.charAt(i)) * 0x100000001b3L;
    }
    hash ^= hash >>> 32;
    hash *= 0x9E3779B97F4A7C15L;
    String digits = hex(hash);
    String id = digits.substring(0, 8);
    for (int length = 9; !ids.add(id) && length <= 16; length++) {
      id = digits.substring(0, length);
    }
    return id;
  }

  private static String hex(long value) {
    String digits = Long.toHexString(value);
    return "0".repeat(16 - digits.length()) + digits;
  }

  private static Site special(Site.Origin origin, String id) {
    return new Site(origin, id, null, id);
  }
}
