package program;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Starts virtual threads from each line of the classes {@code Lines0}, {@code Lines1} and so on of
 * a folder in turn, parks them all on one queue and says {@code parked}: {@code ManySites FOLDER
 * CLASSES THREADS}. Ends with its input.
 */
final class ManySites {
  private final LinkedBlockingQueue<Integer> neverFilled = new LinkedBlockingQueue<>();
  private final CountDownLatch running;

  private ManySites(int threads) {
    running = new CountDownLatch(threads);
  }

  public static void main(String[] arguments)
      throws IOException, InterruptedException, ReflectiveOperationException {
    List<Lines> classes = load(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
    int threads = Integer.parseInt(arguments[2]);
    ManySites sites = new ManySites(threads);
    Runnable body = sites::park;
    int started = 0;
    while (started < threads) {
      for (Lines each : classes) {
        for (int line = 0; line < each.count() && started < threads; line++) {
          each.start(line, body);
          started++;
        }
      }
    }
    sites.running.await();
    System.out.println("parked");
    System.in.transferTo(OutputStream.nullOutputStream());
    System.exit(0);
  }

  private static List<Lines> load(Path folder, int count)
      throws IOException, ReflectiveOperationException {
    URL[] path = {folder.toUri().toURL()};
    List<Lines> classes = new ArrayList<>();
    try (URLClassLoader loader = new URLClassLoader(path, Lines.class.getClassLoader())) {
      for (int i = 0; i < count; i++) {
        Class<?> type = loader.loadClass("Lines" + i);
        classes.add((Lines) type.getDeclaredConstructor().newInstance());
      }
    }
    return classes;
  }

  private void park() {
    running.countDown();
    try {
      neverFilled.take();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
