package io.github.threadleak.render;

import io.github.threadleak.parking.Reason;
import io.github.threadleak.site.Frame;
import io.github.threadleak.snapshot.Blocker;
import io.github.threadleak.snapshot.Sighting;
import io.github.threadleak.snapshot.ThreadName;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * {@code format=jstack}: a thread dump as the JDK's jstack prints it, virtual threads included.
 * What the JVM keeps to itself is filled in so that readers accept the line: {@code tid} is the
 * thread's id and {@code nid} is 0.
 */
public final class JstackText implements ThreadFormat {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  @Override
  public void begin(Json.Head head, Instant time, Writer out) throws IOException {
    out.append(TIME.format(time.atZone(ZoneId.systemDefault())))
        .append("\nFull thread dump ")
        .append(Words.plain(head.jvmVendor()))
        .append(" (")
        .append(Words.plain(head.jvmVersion()))
        .append("):\n\n");
  }

  @Override
  public void write(Sighting thread, Writer out) throws IOException {
    Double age = thread.ageSeconds();
    out.append('"')
        .append(name(thread))
        .append("\" #" + thread.threadId())
        .append(thread.daemon() ? " daemon" : "")
        .append(" prio=" + thread.priority())
        .append(age == null ? "" : String.format(Locale.ROOT, " elapsed=%.2fs", age))
        .append(String.format(Locale.ROOT, " tid=0x%016x nid=0x0 ", thread.threadId()))
        .append(activity(thread))
        .append("\n   java.lang.Thread.State: ")
        .append(state(thread))
        .append('\n');
    List<Frame> stack = thread.stack();
    for (int i = 0; i < stack.size(); i++) {
      out.append("\tat ").append(Words.plain(stack.get(i).toString())).append('\n');
      if (i == 0) {
        writeBlocker(thread, out);
      }
    }
    if (stack.isEmpty()) {
      writeBlocker(thread, out);
    }
    out.append('\n');
  }

  /**
   * Readers end a name at the next quote, escaped or not, and refuse the empty one, which most
   * virtual threads have: those are called what {@code Thread.toString} calls them.
   */
  private static String name(Sighting thread) {
    if (thread.name().isEmpty()) {
      String type =
          switch (thread.kind()) {
            case PLATFORM -> "Thread";
            case VIRTUAL -> "VirtualThread";
          };
      return type + "[#" + thread.threadId() + "]";
    }
    return Words.plain(thread.name().replace('"', '\''));
  }

  private static String activity(Sighting thread) {
    return switch (thread.state()) {
      case RUNNABLE -> "runnable";
      case BLOCKED -> "waiting for monitor entry";
      case WAITING, TIMED_WAITING ->
          thread.reason() == Reason.OBJECT_WAIT ? "in Object.wait()" : "waiting on condition";
      case NEW, TERMINATED -> "not running";
    };
  }

  private static String state(Sighting thread) {
    return switch (thread.state()) {
      case BLOCKED -> "BLOCKED (on object monitor)";
      case WAITING, TIMED_WAITING -> thread.state() + " (" + waiting(thread) + ")";
      case NEW, RUNNABLE, TERMINATED -> thread.state().name();
    };
  }

  private static String waiting(Sighting thread) {
    return switch (thread.reason()) {
      case OBJECT_WAIT -> "on object monitor";
      case SLEEP -> "sleeping";
      default -> isInObjectWait(thread) ? "on object monitor" : "parking";
    };
  }

  private static boolean isInObjectWait(Sighting thread) {
    return !thread.stack().isEmpty()
        && thread.stack().get(0).className().equals("java.lang.Object");
  }

  private static void writeBlocker(Sighting thread, Writer out) throws IOException {
    Blocker blocker = thread.blocker();
    if (blocker == null || thread.state() == Thread.State.RUNNABLE) {
      return;
    }
    String waits =
        thread.state() == Thread.State.BLOCKED
            ? "waiting to lock"
            : isInObjectWait(thread) ? "waiting on" : "parking to wait for ";
    out.append("\t- " + waits)
        .append(String.format(Locale.ROOT, " <0x%016x>", blocker.identity()))
        .append(" (a ")
        .append(Words.plain(blocker.className()))
        .append(')');
    ThreadName owner = blocker.owner();
    if (owner != null) {
      out.append(", owner #" + owner.threadId());
    }
    out.append('\n');
  }
}
