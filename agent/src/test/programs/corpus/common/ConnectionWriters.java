package corpus;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A connection's reader sees the end of the stream and leaves; its writer goes on waiting for
 * something to write.
 *
 * <p>Source: crossbario/autobahn-java#37, "Thread WebSocketConnector remains active": threads stay
 * after the disconnect, and each connect adds new ones.
 */
final class ConnectionWriters {
  private static final String CLOSED = "closed";

  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread accepting = run.threads.newThread(Run.task(() -> accept(run, server)));
    accepting.start();
    run.repeat(5, round -> new Socket(server.getInetAddress(), server.getLocalPort()).close());
  }

  private static void accept(Run run, ServerSocket server) throws IOException {
    while (true) {
      Socket socket = server.accept();
      BlockingQueue<String> outbox = new LinkedBlockingQueue<>();
      Thread reader = run.threads.newThread(Run.task(() -> read(run, socket, outbox)));
      reader.start();
      Thread writer = run.threads.newThread(Run.task(() -> write(socket, outbox)));
      writer.start(); // leak: queue take, out of reach
    }
  }

  private static void read(Run run, Socket socket, BlockingQueue<String> outbox)
      throws IOException {
    try (socket) {
      while (socket.getInputStream().read() >= 0) {
        outbox.add("echo");
      }
    }
    if (!run.leaking) {
      outbox.add(CLOSED);
    }
  }

  private static void write(Socket socket, BlockingQueue<String> outbox) throws Exception {
    for (String line = outbox.take(); !line.equals(CLOSED); line = outbox.take()) {
      socket.getOutputStream().write(line.getBytes());
    }
  }
}
