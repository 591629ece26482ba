import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;

/** What the main thread holds for good, and the files that nobody writes to. */
final class Held {
  static final Object MONITOR = new Object();
  static final ReentrantLock LOCK = new ReentrantLock();
  static final ReentrantReadWriteLock READ_WRITE = new ReentrantReadWriteLock();
  static final StampedLock STAMPED = new StampedLock();
  static final Semaphore SEMAPHORE = new Semaphore(0);

  private Held() {}

  static void hold() {
    LOCK.lock();
    READ_WRITE.writeLock().lock();
    STAMPED.writeLock();
  }

  /** A named pipe of its own. */
  static Path pipe() throws IOException, InterruptedException {
    Path pipe = Files.createTempFile("threadleak-it", ".pipe");
    Files.delete(pipe);
    int status = new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start().waitFor();
    Told.check(status == 0, "mkfifo ends with " + status);
    return pipe;
  }

  static File pipeFile() throws IOException, InterruptedException {
    return pipe().toFile();
  }
}
