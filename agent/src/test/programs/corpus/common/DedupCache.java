package corpus;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A control: a map that only grows. It leaks memory and no thread, so neither form gets a verdict.
 *
 * <p>Source: the demo's dedup-cache.
 */
final class DedupCache {
  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    Map<Integer, byte[]> answers = run.leaking ? new ConcurrentHashMap<>() : new Bounded();
    run.repeat(
        10,
        round -> {
          Thread request =
              run.threads.newThread(
                  () -> answers.computeIfAbsent(round, id -> new byte[32 * 1024]));
          request.start();
          request.join();
        });
  }

  private static final class Bounded extends LinkedHashMap<Integer, byte[]> {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Integer, byte[]> eldest) {
      return size() > 64;
    }
  }
}
