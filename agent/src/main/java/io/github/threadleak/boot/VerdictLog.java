package io.github.threadleak.boot;

import io.github.threadleak.config.Log;
import io.github.threadleak.snapshot.Leak;
import io.github.threadleak.snapshot.Verdict;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Says on stderr, once, that a site has threads with a verdict of stuck or stronger. A JVM whose
 * every line leaks is not helped by as many lines of log: after a few they come at three minutes
 * each. For the census thread.
 */
final class VerdictLog implements Consumer<List<Leak>> {
  private static final String PROFILE = "/debug/pprof/threadleak?debug=1";
  private static final int AT_ONCE = 10;
  private static final long NANOS_EACH = 180_000_000_000L;
  private static final int MOST_REMEMBERED = 20_000;

  private final Log log;
  private final Supplier<@Nullable String> url;
  private final LongSupplier nanoTime;
  private final Set<String> said = new HashSet<>();
  private double allowed = AT_ONCE;
  private long allowedAt;
  private boolean saidThatThereIsMore;

  /**
   * @param url of the listener; null where there is none
   */
  VerdictLog(Log log, Supplier<@Nullable String> url, LongSupplier nanoTime) {
    this.log = log;
    this.url = url;
    this.nanoTime = nanoTime;
    allowedAt = nanoTime.getAsLong();
  }

  @Override
  public void accept(List<Leak> leaks) {
    for (Leak leak : leaks) {
      if (leak.verdict().compareTo(Verdict.STUCK) <= 0) {
        String key = leak.verdict() + leak.site().id() + leak.reason();
        if (!said.contains(key) && said.size() < MOST_REMEMBERED) {
          if (!mayBeSaid()) {
            return; // it is new at the next census too
          }
          said.add(key);
          log.info(line(leak));
        }
      }
    }
  }

  private boolean mayBeSaid() {
    long now = nanoTime.getAsLong();
    allowed = Math.min(AT_ONCE, allowed + (now - allowedAt) / (double) NANOS_EACH);
    allowedAt = now;
    if (allowed >= 1) {
      allowed--;
      saidThatThereIsMore = false;
      return true;
    }
    if (!saidThatThereIsMore) {
      saidThatThereIsMore = true;
      log.info("more leaks than are said here one by one" + at(PROFILE));
    }
    return false;
  }

  private String line(Leak leak) {
    boolean gone = leak.verdict() == Verdict.VANISHED;
    return leak.verdict().word()
        + ": "
        + leak.count()
        + " "
        + leak.kind().word()
        + (leak.count() == 1 ? " thread" : " threads")
        + (gone ? "" : " [" + leak.reason().words() + "]")
        + " spawned at "
        + leak.site().culpritText()
        + (leak.detail() == null ? "" : ", " + leak.detail())
        + (gone
            ? ", collected while parked" + at("/api/v1/leaks?site=" + leak.site().id())
            : at(PROFILE + "&site=" + leak.site().id()));
  }

  private String at(String path) {
    String address = url.get();
    return address == null ? "" : "; " + address + path;
  }
}
