package corpus;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * A server thread reads from each connection without a limit; the peers are gone and never said so.
 *
 * <p>Source: voldemort/voldemort#155, "Possible Socket leak": 200 of 200 server threads in a socket
 * read, the connections ESTABLISHED.
 */
final class SocketReadNoTimeout {
  private static final List<Socket> SILENT_PEERS = new ArrayList<>();

  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread accepting = run.threads.newThread(Run.task(() -> accept(run, server)));
    accepting.start();
    run.repeat(
        5, round -> SILENT_PEERS.add(new Socket(server.getInetAddress(), server.getLocalPort())));
  }

  private static void accept(Run run, ServerSocket server) throws IOException {
    while (true) {
      Socket socket = server.accept();
      if (!run.leaking) {
        socket.setSoTimeout(1500);
      }
      Thread session = run.threads.newThread(Run.task(() -> serve(socket)));
      session.start(); // leak: socket read
    }
  }

  private static void serve(Socket socket) throws IOException {
    try (socket) {
      socket.getInputStream().read();
    }
  }
}
