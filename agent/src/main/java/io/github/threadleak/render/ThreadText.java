package io.github.threadleak.render;

import io.github.threadleak.site.Frame;
import io.github.threadleak.site.Site;
import io.github.threadleak.snapshot.Blocker;
import io.github.threadleak.snapshot.Sighting;
import io.github.threadleak.snapshot.ThreadName;
import java.io.IOException;
import java.io.Writer;

/** {@code debug=2}: one stanza for each thread, in the manner of Go's full goroutine dump. */
public final class ThreadText implements ThreadFormat {
  @Override
  public void write(Sighting thread, Writer out) throws IOException {
    out.append(Words.thread(new ThreadName(thread.threadId(), thread.name())))
        .append(' ')
        .append(thread.kind().word())
        .append(" [")
        .append(thread.reason().words())
        .append(Words.parked(thread.parkedSeconds(), thread.seenParked()))
        .append(']')
        .append(Words.judged(thread.verdict(), thread.verdictDetail()))
        .append(":\n");
    for (Frame frame : thread.stack()) {
      out.append(Words.plain(frame.toString())).append('\n');
    }
    Blocker blocker = thread.blocker();
    if (blocker != null) {
      out.append("\tparked on ")
          .append(Words.plain(blocker.className()))
          .append(' ')
          .append(Words.identity(blocker))
          .append(Words.owned(blocker))
          .append('\n');
    }
    Site site = thread.site();
    if (site.origin() == Site.Origin.SPAWNED) {
      out.append("created by ").append(Words.plain(site.culpritText()));
      ThreadName parent = thread.parent();
      if (parent != null) {
        out.append(" in ").append(Words.thread(parent));
      }
      Double age = thread.ageSeconds();
      if (age != null) {
        out.append(", ").append(Words.duration(age)).append(" ago");
      }
      out.append(", site ").append(site.id()).append('\n');
    } else {
      out.append(site.origin().words()).append('\n');
    }
    out.append('\n');
  }
}
