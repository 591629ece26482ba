package io.github.threadleak.cli;

import io.github.threadleak.proof.heap.Findings;
import io.github.threadleak.render.ProofText;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A heap dump of a running JVM, for this user's eyes only: the JVM writes it into a directory that
 * nobody else can enter. It is deleted when this is closed or the process ends, unless it is kept.
 *
 * <p>The JVM collects garbage first. Without that, the dump would hold what nothing refers to any
 * more, take longer to write and stand in the way of the proof.
 */
final class HeapDump implements AutoCloseable {
  /** References take 8 bytes in a dump where they take 4 in the heap, and objects a longer head. */
  private static final double DUMP_PER_HEAP = 1.5;

  /** So long after the dump the proven threads are looked at again. */
  private static final Duration SETTLING = Duration.ofSeconds(3);

  private static final int DELETIONS = 10;

  private final Jcmd jcmd;
  private final Path directory;
  private final Path file;
  private final @Nullable Path kept;
  private final Thread atExit;
  private @Nullable Double pauseSeconds;
  private String pauseSource = "";
  private long takenNanos;

  private HeapDump(Jcmd jcmd, Path directory, @Nullable Path kept) {
    this.jcmd = jcmd;
    this.directory = directory;
    this.file = directory.resolve("heap.hprof");
    this.kept = kept;
    this.atExit = new Thread(this::delete, "threadleak-delete-dump");
  }

  /**
   * Takes a dump.
   *
   * @param keep null: delete it; empty: keep it in the working directory; else where to keep it
   */
  static HeapDump take(TargetJvm jvm, @Nullable String keep) throws CommandFailed {
    jvm.published(); // says so if it cannot be reached
    Path kept = keep == null ? null : Path.of(keep.isEmpty() ? freeName(jvm.pid()) : keep);
    if (kept != null && Files.exists(kept)) {
      throw CommandFailed.unusable("--keep " + kept + ": it is there already");
    }
    Path parent = kept == null ? null : kept.toAbsolutePath().getParent();
    Jcmd jcmd = new Jcmd(jvm.pid());
    HeapDump dump = new HeapDump(jcmd, directory(parent), kept);
    boolean taken = false;
    try {
      Runtime.getRuntime().addShutdownHook(dump.atExit);
      dump.checkRoom(jcmd.heapInUse());
      dump.take();
      taken = true;
    } finally {
      if (!taken) {
        dump.close();
      }
    }
    return dump;
  }

  private static String freeName(String pid) {
    String name = "threadleak-" + pid + ".hprof";
    for (int i = 2; Files.exists(Path.of(name)); i++) {
      name = "threadleak-" + pid + "-" + i + ".hprof";
    }
    return name;
  }

  /** Private from the start: 0700. */
  private static Path directory(@Nullable Path parent) throws CommandFailed {
    try {
      return parent == null
          ? Files.createTempDirectory("threadleak").toRealPath()
          : Files.createTempDirectory(parent, ".threadleak").toRealPath();
    } catch (IOException unwritable) {
      throw CommandFailed.unusable("no directory can be made for the dump: " + unwritable);
    }
  }

  private void checkRoom(long heapInUse) throws CommandFailed {
    long free;
    try {
      free = Files.getFileStore(directory).getUsableSpace();
    } catch (IOException unknown) {
      throw CommandFailed.unusable("the free disk space is not known: " + unknown);
    }
    String refusal = refusal(heapInUse, free, String.valueOf(directory.getParent()));
    if (refusal != null) {
      throw CommandFailed.unusable(refusal);
    }
  }

  /** Why a dump of a heap is not taken onto a disk; null where there is room. */
  static @Nullable String refusal(long heapInUse, long free, String where) {
    long needed = (long) (heapInUse * DUMP_PER_HEAP);
    if (free >= needed) {
      return null;
    }
    return "not enough disk for the dump: "
        + ProofText.size(heapInUse)
        + " of heap are in use, which can make a dump of "
        + ProofText.size(needed)
        + ", and "
        + where
        + " has "
        + ProofText.size(free)
        + " free; java -Djava.io.tmpdir=DIR or --keep=PATH takes another disk";
  }

  private void take() throws CommandFailed {
    Double before = jcmd.safepointSeconds();
    long start = System.nanoTime();
    String answer = jcmd.run("GC.heap_dump", file.toString());
    double commandSeconds = (System.nanoTime() - start) / 1e9;
    takenNanos = System.nanoTime();
    Double after = jcmd.safepointSeconds();
    if (!Files.exists(file) || !answer.contains("Heap dump file created")) {
      throw CommandFailed.notReached(
          "JVM " + jcmd.pid() + " wrote no dump: " + Jcmd.lastLine(answer));
    }
    if (before != null && after != null && after > before) {
      pauseSeconds = after - before;
      pauseSource = "by the JVM's own count of its time at safepoints";
    } else {
      pauseSeconds = commandSeconds;
      pauseSource = "at most: so long the command took";
    }
  }

  Path file() {
    return file;
  }

  /**
   * Leaves out the threads that have moved since the dump. Something woke those, which the dump did
   * not show: a thread that had been woken but had had no processor yet, or an object that compiled
   * code had taken apart.
   */
  Findings confirmed(Findings findings) throws CommandFailed {
    if (findings.proven() == 0) {
      return findings;
    }
    long rest = takenNanos + SETTLING.toNanos() - System.nanoTime();
    try {
      Thread.sleep(Math.max(0, rest / 1_000_000));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw CommandFailed.notReached("stopped");
    }
    return findings.without(new SecondLook(jcmd, directory).moved(findings));
  }

  /** Where a reader finds it: its name if it is kept. */
  String name() {
    return kept == null ? "deleted" : kept.toString();
  }

  @Nullable Double pauseSeconds() {
    return pauseSeconds;
  }

  /** How long the JVM stood still, in words. */
  String pause() {
    return String.format(
        Locale.ROOT, "the JVM stood still for %.3f s, %s", pauseSeconds, pauseSource);
  }

  /** Puts the dump where it is to be kept. */
  void settle() throws CommandFailed {
    Path goal = kept;
    if (goal == null) {
      return;
    }
    try {
      if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      }
      Files.move(file, goal);
    } catch (IOException unmovable) {
      throw CommandFailed.unusable("--keep " + goal + " cannot be written: " + unmovable);
    }
  }

  @Override
  public void close() {
    delete();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException ending) {
      // the hook runs, or has run
    }
  }

  /**
   * With all that is in it: from JDK 21 on the JVM writes parts that it puts together in the end.
   * Once the directory is gone, a JVM that still writes finds no place for more.
   */
  private void delete() {
    for (int i = 0; i < DELETIONS && Files.exists(directory); i++) {
      try (DirectoryStream<Path> parts = Files.newDirectoryStream(directory)) {
        for (Path part : parts) {
          Files.deleteIfExists(part);
        }
        Files.deleteIfExists(directory);
      } catch (IOException stays) {
        // The JVM may just have made another part.
      }
    }
  }
}
