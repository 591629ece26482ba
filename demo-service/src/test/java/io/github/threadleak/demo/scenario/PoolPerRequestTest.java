package io.github.threadleak.demo.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PoolPerRequestTest {
  private final Upstream upstream = new Upstream();

  @Test
  void everyRequestLeaksItsPool() throws Exception {
    Set<Thread> before = poolWorkers();
    PoolPerRequest service = new PoolPerRequest(upstream);
    for (int i = 0; i < 4; i++) {
      assertThat(service.page("a").lines()).hasSize(PoolPerRequest.PARTS);
    }
    assertThat(startedSince(before)).hasSize(4 * PoolPerRequest.PARTS);
  }

  @Test
  void fixedServiceKeepsOnePool() throws Exception {
    Set<Thread> before = poolWorkers();
    PoolPerRequestFixed service = new PoolPerRequestFixed(upstream);
    for (int i = 0; i < 20; i++) {
      assertThat(service.page("a").lines()).hasSize(PoolPerRequest.PARTS);
    }
    assertThat(startedSince(before)).hasSize(PoolPerRequestFixed.THREADS);
  }

  private static Set<Thread> startedSince(Set<Thread> before) {
    Set<Thread> started = poolWorkers();
    started.removeAll(before);
    return started;
  }

  private static Set<Thread> poolWorkers() {
    Set<Thread> workers = new HashSet<>(Thread.getAllStackTraces().keySet());
    workers.removeIf(thread -> !thread.getName().matches("pool-\\d+-thread-\\d+"));
    return workers;
  }
}
