package program;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Parks virtual threads for good and says so, then, at the next line of input, tells what each has
 * added: {@code Parked THREADS}. Needs {@code -XX:NativeMemoryTracking=summary}.
 */
final class Parked {
  private static final Pattern TOTAL = Pattern.compile("Total: .*?committed=(\\d+)KB");
  private static final Pattern HEAP = Pattern.compile("Java Heap \\(.*?committed=(\\d+)KB");
  private static final int COLLECTIONS = 4;
  private static final int WARM_UPS = 2;

  private final Thread[] kept;
  private final CountDownLatch running;
  private volatile boolean released;

  private Parked(int threads) throws InterruptedException {
    kept = new Thread[threads];
    running = new CountDownLatch(threads);
    Runnable body = this::park;
    for (int i = 0; i < threads; i++) {
      kept[i] = Thread.startVirtualThread(body);
    }
    running.await();
  }

  public static void main(String[] arguments)
      throws IOException, InterruptedException, JMException {
    int threads = Integer.parseInt(arguments[0]);
    // before the warm-up, which leaves the agent's tables grown
    long heap = heapAfterCollection();
    long outside = outsideHeap();
    warmUp(threads / 4);
    Parked kept = new Parked(threads);
    System.out.println("parked");
    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    Meter.tell("heap", (heapAfterCollection() - heap) / (double) threads);
    Meter.tell("outside", (outsideHeap() - outside) / (double) threads);
    kept.release();
    System.exit(0);
  }

  /** A parked thread is as large as its frames, and those of compiled code are smaller. */
  private static void warmUp(int threads) throws InterruptedException {
    for (int i = 0; i < WARM_UPS; i++) {
      new Parked(threads).release();
    }
  }

  /** Lets all threads end, and waits until they have. */
  private void release() throws InterruptedException {
    released = true;
    for (Thread thread : kept) {
      LockSupport.unpark(thread);
    }
    for (Thread thread : kept) {
      thread.join();
    }
  }

  private void park() {
    running.countDown();
    while (!released) {
      LockSupport.park();
    }
  }

  private static long heapAfterCollection() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** What the JVM itself has committed for everything but the Java heap, in bytes. */
  private static long outsideHeap() throws JMException {
    String summary =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "vmNativeMemory",
                    new Object[] {new String[] {"summary"}},
                    new String[] {String[].class.getName()});
    return (kilobytes(TOTAL, summary) - kilobytes(HEAP, summary)) << 10;
  }

  private static long kilobytes(Pattern pattern, String summary) {
    Matcher matcher = pattern.matcher(summary);
    if (!matcher.find()) {
      throw new IllegalStateException("no native memory tracking: " + summary);
    }
    return Long.parseLong(matcher.group(1));
  }
}
