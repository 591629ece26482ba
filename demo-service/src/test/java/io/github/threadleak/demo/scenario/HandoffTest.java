package io.github.threadleak.demo.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Timeout handoff, fan-out and audit log: queues that nobody takes from. */
class HandoffTest {
  private final RecordedWorkers workers = new RecordedWorkers();
  private final Upstream upstream = new Upstream();

  @AfterEach
  void endWhatLeaked() throws InterruptedException {
    workers.interrupt();
    workers.awaitEnd();
  }

  @Test
  void lateQuoteLeaksItsWorker() throws InterruptedException {
    TimeoutHandoff service = new TimeoutHandoff(upstream, workers);
    assertThat(service.quote("slow-1")).isNull();
    assertThat(service.quote("fast-1")).isEqualTo("answer to fast-1");
    workers.awaitParked(1, SynchronousQueue.class, "put");
  }

  @Test
  void fixedLateQuoteLeaksNothing() throws InterruptedException {
    TimeoutHandoffFixed service = new TimeoutHandoffFixed(upstream, workers);
    assertThat(service.quote("slow-1")).isNull();
    assertThat(service.quote("fast-1")).isEqualTo("answer to fast-1");
    workers.awaitEnd();
    assertThat(workers.size()).isEqualTo(2);
  }

  @Test
  void fanOutLeaksTheWorkersItDidNotWaitFor() throws InterruptedException {
    FanOut service = new FanOut(upstream, workers);
    assertThat(service.gather(List.of("slow-1", "a", "slow-2", "b", "slow-3")))
        .containsExactlyInAnyOrder("answer to a", "answer to b");
    workers.awaitParked(3, SynchronousQueue.class, "put");
  }

  @Test
  void fixedFanOutLeaksNothing() throws InterruptedException {
    FanOutFixed service = new FanOutFixed(upstream, workers);
    assertThat(service.gather(List.of("slow-1", "a", "slow-2", "b", "slow-3")))
        .containsExactlyInAnyOrder("answer to a", "answer to b");
    workers.awaitEnd();
    assertThat(workers.size()).isEqualTo(5);
  }

  @Test
  void auditLogLeaksEveryRecordBeyondItsCapacity() throws InterruptedException {
    AuditLog log = new AuditLog(workers);
    for (int i = 0; i < AuditLog.CAPACITY + 10; i++) {
      log.record("record " + i);
    }
    workers.awaitParked(10, ArrayBlockingQueue.class, "put");
  }

  @Test
  void fixedAuditLogKeepsOneConsumer() throws InterruptedException {
    AuditLogFixed log = new AuditLogFixed(workers);
    int records = AuditLog.CAPACITY + 10;
    for (int i = 0; i < records; i++) {
      log.record("record " + i);
    }
    workers.awaitParked(1, ArrayBlockingQueue.class, "take");
    assertThat(workers.size()).isEqualTo(1);
    assertThat(log.accountedFor()).isEqualTo(records);
  }
}
