package io.github.threadleak.census;

import io.github.threadleak.jvm.PoolKind;
import io.github.threadleak.jvm.PoolReader;
import io.github.threadleak.jvm.PoolState;
import io.github.threadleak.registry.PoolTable;
import io.github.threadleak.site.Site;
import io.github.threadleak.snapshot.PoolFacts;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What to call pools. Where only the thread container of a pool is known, its text is {@code
 * class@identity} or {@code name/class@identity} of the executor; an executor's own toString may be
 * the application's, and is never asked.
 */
final class PoolNames {
  private PoolNames() {}

  /**
   * The facts of the pools that some threads are of; null where all of them were collected.
   *
   * @param idle true where the threads wait for work
   * @param site where one of the pools was constructed
   */
  static @Nullable PoolFacts factsOf(Set<PoolTable.Pool> pools, boolean idle, Site site) {
    String type = null;
    PoolKind kind = null;
    boolean over = true;
    boolean known = true;
    for (PoolTable.Pool pool : pools) {
      Object executor = pool.executor();
      if (executor == null) {
        continue;
      }
      String itsType = typeOf(executor);
      PoolKind itsKind = PoolReader.kindOf(executor);
      if (type == null) {
        type = itsType;
        kind = itsKind;
      } else if (!type.equals(itsType)) {
        kind = kind == itsKind ? kind : null;
        type = kind == null ? "java.util.concurrent.ExecutorService" : kind.className();
      }
      PoolState.Run run = PoolReader.runOf(executor);
      over &= run.isOver();
      known &= run != PoolState.Run.UNKNOWN;
    }
    if (type == null) {
      return null;
    }
    return new PoolFacts(type, nameOf(pools), pools.size(), known ? over : null, idle, site);
  }

  /** The class of an executor, as far as it is known. */
  static String typeOf(Object executor) {
    return PoolReader.isBareContainer(executor)
        ? executorClass(executor.toString(), executor.getClass().getName())
        : executor.getClass().getName();
  }

  private static @Nullable String nameOf(Set<PoolTable.Pool> pools) {
    Object container = pools.size() == 1 ? pools.iterator().next().get() : null;
    return container != null && PoolReader.isBareContainer(container)
        ? nameIn(container.toString())
        : null;
  }

  private static String executorClass(String text, String otherwise) {
    String label = nameIn(text);
    int at = label.indexOf('@');
    String name = at < 0 ? label : label.substring(0, at);
    if (name.startsWith("ForkJoinPool")) { // ForkJoinPool-1, ForkJoinPool.commonPool
      return PoolKind.FORK_JOIN.className();
    }
    return name.indexOf('.') < 0 ? otherwise : name;
  }

  private static String nameIn(String text) {
    int slash = text.indexOf('/');
    return slash < 0 ? text : text.substring(0, slash);
  }
}
