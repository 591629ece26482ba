package io.github.threadleak.site;

import io.github.threadleak.jvm.JdkInternals;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Reads HotSpot's raw form of a Throwable's stack: chunks of {method ids, byte code indices,
 * classes, names, next chunk} of up to 32 frames each, set by {@code BacktraceBuilder} in HotSpot's
 * javaClasses.cpp.
 *
 * <p>A hash of it costs a tenth of materialising the frames. Where the layout is not as expected,
 * the frames themselves are hashed. Stateless.
 */
final class Backtrace {
  private static final int METHODS = 0;
  private static final int INDICES = 1;
  private static final int CLASSES = 2;
  private static final int NEXT = 4;

  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
  private static final @Nullable VarHandle RAW = rawIfAsExpected();

  private Backtrace() {}

  /**
   * A hash of the whole stack; equal for equal stacks while their classes stay loaded and are not
   * retransformed.
   */
  static long fingerprint(Throwable captured) {
    VarHandle raw = RAW;
    Object chunk = raw == null ? null : raw.get(captured);
    return chunk == null ? ofFrames(captured.getStackTrace()) : ofChunks(chunk);
  }

  /** The frames that a capture has room for, in steps of 32; a measure of its memory. */
  static int frames(Throwable captured) {
    VarHandle raw = RAW;
    int frames = 0;
    for (Object next = raw == null ? null : raw.get(captured); next != null; ) {
      Object[] chunk = (Object[]) next;
      frames += ((Object[]) chunk[CLASSES]).length;
      next = chunk[NEXT];
    }
    return frames;
  }

  /** True where the fast way works on this JVM. */
  static boolean isRaw() {
    return RAW != null;
  }

  private static long ofChunks(Object first) {
    long hash = 0;
    for (Object next = first; next != null; ) {
      Object[] chunk = (Object[]) next;
      short[] methods = (short[]) chunk[METHODS];
      int[] indices = (int[]) chunk[INDICES];
      Object[] classes = (Object[]) chunk[CLASSES];
      for (int i = 0; i < classes.length && classes[i] != null; i++) {
        long frame = ((long) indices[i] << 32) ^ ((long) System.identityHashCode(classes[i]) << 16);
        hash = (hash ^ frame ^ (methods[i] & 0xffff)) * MULTIPLIER;
        hash ^= hash >>> 29;
      }
      next = chunk[NEXT];
    }
    return hash;
  }

  private static long ofFrames(StackTraceElement[] frames) {
    long hash = 0;
    for (StackTraceElement frame : frames) {
      hash = (hash ^ frame.hashCode()) * MULTIPLIER;
      hash ^= hash >>> 29;
    }
    return hash;
  }

  private static @Nullable VarHandle rawIfAsExpected() {
    try {
      VarHandle raw = JdkInternals.field(Throwable.class, "backtrace", Object.class);
      Object chunk = raw.get(SpawnPoint.here());
      boolean expected =
          chunk instanceof Object[] parts
              && parts.length > NEXT
              && parts[METHODS] instanceof short[]
              && parts[INDICES] instanceof int[]
              && parts[CLASSES] instanceof Object[] classes
              && classes[0] instanceof Class
              && (parts[NEXT] == null || parts[NEXT] instanceof Object[]);
      return expected ? raw : null;
    } catch (ReflectiveOperationException | RuntimeException changed) {
      return null;
    }
  }
}
