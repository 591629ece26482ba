package corpus;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A site with ten thousand idle keep-alive connections, each with its virtual thread in a read. The
 * clients are a JVM of their own, as one process may not have so many files open.
 */
final class KeepAliveConnections {
  private static final int CONNECTIONS = 10_000;
  private static final List<Socket> OPEN = new ArrayList<>();

  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("clients")) {
      connect(Integer.parseInt(arguments[1]));
      return;
    }
    Run run = Run.of(arguments);
    ServerSocket server = new ServerSocket(0, 2000, InetAddress.getLoopbackAddress());
    Thread accepting = new Thread(Run.task(() -> accept(run, server)));
    accepting.setDaemon(true);
    accepting.start();
    // Its standard input ends with this JVM, and so does it.
    new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            KeepAliveConnections.class.getName(),
            "clients",
            String.valueOf(server.getLocalPort()))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    run.repeat(5, round -> {});
  }

  private static void accept(Run run, ServerSocket server) throws IOException {
    while (true) {
      Socket socket = server.accept();
      Thread connection = run.threads.newThread(Run.task(() -> serve(socket)));
      connection.start();
    }
  }

  private static void serve(Socket socket) throws IOException {
    try (socket;
        InputStream in = socket.getInputStream()) {
      while (in.read() >= 0) {
        socket.getOutputStream().write('.');
      }
    }
  }

  private static void connect(int port) throws IOException {
    for (int i = 0; i < CONNECTIONS; i++) {
      OPEN.add(new Socket(InetAddress.getLoopbackAddress(), port));
    }
    System.in.read();
  }
}
