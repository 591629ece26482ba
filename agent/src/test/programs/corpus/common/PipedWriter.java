package corpus;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;

/**
 * A piped stream is dropped before it was read to its end; the thread that writes into it looks
 * once a second whether there is room.
 *
 * <p>Source: bcgit/bc-java#2265: "not closing/consuming the piped inputStream leaves hanging
 * threads".
 */
final class PipedWriter {
  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(5, round -> firstByte(run));
  }

  private static int firstByte(Run run) throws IOException {
    PipedOutputStream out = new PipedOutputStream();
    PipedInputStream in = new PipedInputStream(out, 64);
    Thread writer = run.threads.newThread(Run.task(() -> out.write(new byte[1000])));
    writer.start(); // leak: object wait
    int first = in.read();
    if (!run.leaking) {
      in.close();
    }
    return first;
  }
}
