package io.github.threadleak.render;

import io.github.threadleak.site.Frame;
import io.github.threadleak.site.Site;
import io.github.threadleak.snapshot.Sighting;
import io.github.threadleak.snapshot.ThreadName;
import java.io.IOException;
import java.io.Writer;

/**
 * {@code debug=2} as the Go runtime, 1.21 and later, writes all goroutines. File names end in
 * {@code .go}: panicparse refuses a stack that has others.
 */
public final class GoThreadText implements ThreadFormat {
  private static final int MINUTE = 60;

  @Override
  public void write(Sighting thread, Writer out) throws IOException {
    out.append("goroutine " + thread.threadId() + " [" + thread.reason().words());
    Double parked = thread.parkedSeconds();
    if (parked != null && parked >= MINUTE) {
      out.append(", " + (long) (parked / MINUTE) + " minutes");
    }
    out.append("]:\n");
    if (thread.stack().isEmpty()) {
      // What Go says of a goroutine that it cannot look into; readers want something here.
      out.append("\tgoroutine running on other thread; stack unavailable\n");
    }
    for (Frame frame : thread.stack()) {
      out.append(GoWords.function(frame)).append("(...)\n");
      writePlace(frame, out);
    }
    Frame culprit = thread.site().culprit();
    if (thread.site().origin() == Site.Origin.SPAWNED && culprit != null) {
      out.append("created by ").append(GoWords.function(culprit));
      ThreadName parent = thread.parent();
      if (parent != null) {
        out.append(" in goroutine " + parent.threadId());
      }
      out.append('\n');
      writePlace(culprit, out);
    }
    out.append('\n');
  }

  private static void writePlace(Frame frame, Writer out) throws IOException {
    out.append('\t')
        .append(GoWords.goPlace(frame))
        .append(" +")
        .append(GoWords.offset(frame))
        .append('\n');
  }
}
