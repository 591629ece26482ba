package io.github.threadleak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.stream.JsonReader;
import java.io.StringReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecondLookTest {
  @Test
  void readsTheTopFramesOfPlatformThreads() {
    String print =
        """
        433:
        2026-01-01 00:00:00
        Full thread dump OpenJDK 64-Bit Server VM (17.0.15+6 mixed mode, sharing):

        "a "quoted" #7 name" #12 prio=5 os_prio=0 cpu=0.10ms elapsed=2.00s tid=0x1 nid=0x2 waiting on condition  [0x3]
           java.lang.Thread.State: WAITING (parking)
        	at jdk.internal.misc.Unsafe.park(java.base@17.0.15/Native Method)
        	- parking to wait for  <0x1> (a java.util.concurrent.CountDownLatch$Sync)
        	at java.util.concurrent.locks.LockSupport.park(java.base@17.0.15/LockSupport.java:211)
        	at A.lambda$a$0(A.java:1)
        	at A$$Lambda$1/0x1.run(Unknown Source)

        "b" #13 [433] daemon prio=5 os_prio=0 cpu=0.10ms elapsed=2.00s tid=0x1 nid=433 waiting for monitor entry  [0x3]
           java.lang.Thread.State: BLOCKED (on object monitor)
        	at A.lambda$b$1(A.java:2)
        	- waiting to lock <0x1> (a java.lang.Object)
        	at A$$Lambda/0x1.run(Unknown Source)
        	at java.lang.Thread.runWith(java.base@25/Thread.java:1)
        	at java.lang.Thread.run(java.base@25/Thread.java:1)

        "VM Thread" os_prio=0 cpu=1.00ms elapsed=2.00s tid=0x1 nid=1 runnable
        """;
    assertThat(SecondLook.platform(print))
        .isEqualTo(
            Map.of(
                12L,
                List.of(
                    "jdk.internal.misc.Unsafe.park",
                    "java.util.concurrent.locks.LockSupport.park",
                    "A.lambda$a$0"),
                13L,
                List.of("A.lambda$b$1", "java.lang.Thread.run")));
  }

  @Test
  void readsTheTopFramesOfVirtualThreads() throws Exception {
    String dump =
        """
        {"threadDump": {"processId": "433", "formatVersion": 2, "threadContainers": [
          {"container": "<root>", "parent": null, "threads": [
            {"tid": "30", "virtual": true, "name": "", "state": "WAITING",
             "parkBlocker": {"object": "java.lang.Object@1"},
             "stack": ["java.base/java.lang.VirtualThread.park(VirtualThread.java:742)",
               "A.lambda$a$0(A.java:1)"]},
            {"tid": 31, "name": "x", "stack": []}],
           "threadCount": "2"}]}}
        """;
    Map<Long, List<String>> stacks = new HashMap<>();
    SecondLook.read(new JsonReader(new StringReader(dump)), stacks);
    assertThat(stacks)
        .isEqualTo(
            Map.of(30L, List.of("java.lang.VirtualThread.park", "A.lambda$a$0"), 31L, List.of()));
  }
}
