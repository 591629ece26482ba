package io.github.threadleak.census;

import io.github.threadleak.registry.PoolTable;
import io.github.threadleak.site.Site;
import io.github.threadleak.snapshot.PoolFacts;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What to call a pool. From JDK 21 on a pool is known by its thread container, whose text is {@code
 * class@identity} or {@code name/class@identity} of the executor; on 17 by the executor itself,
 * whose toString may be the application's.
 */
final class PoolNames {
  private PoolNames() {}

  static @Nullable PoolFacts factsOf(Set<PoolTable.Pool> known, boolean idle, Site site) {
    Object pool = known.iterator().next().get();
    int pools = known.size();
    if (pool == null) {
      return null;
    }
    String className = pool.getClass().getName();
    String text = className.startsWith("jdk.internal.") ? pool.toString() : null;
    String type = text == null ? className : executorClass(text, className);
    return new PoolFacts(type, pools == 1 ? nameIn(text) : null, pools, null, idle, site);
  }

  private static String executorClass(String text, String otherwise) {
    String label = text.substring(0, text.indexOf('/') < 0 ? text.length() : text.indexOf('/'));
    int at = label.indexOf('@');
    String name = at < 0 ? label : label.substring(0, at);
    if (name.startsWith("ForkJoinPool")) { // ForkJoinPool-1, ForkJoinPool.commonPool
      return "java.util.concurrent.ForkJoinPool";
    }
    return name.indexOf('.') < 0 ? otherwise : name;
  }

  private static @Nullable String nameIn(@Nullable String text) {
    if (text == null) {
      return null;
    }
    int slash = text.indexOf('/');
    return slash < 0 ? text : text.substring(0, slash);
  }
}
