package io.github.threadleak.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;

/** A client that says exactly what it is told to, one line end being CR LF. */
final class Raw implements AutoCloseable {
  final Socket socket;

  Raw(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
  }

  static String exchange(int port, String request) throws IOException {
    try (Raw raw = new Raw(port)) {
      raw.say(request);
      return raw.rest();
    }
  }

  Raw say(String text) throws IOException {
    socket.getOutputStream().write(text.replace("\n", "\r\n").getBytes(ISO_8859_1));
    return this;
  }

  /** One answer that has a Content-Length; what came of it where the connection ends first. */
  String answer() throws IOException {
    InputStream in = socket.getInputStream();
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        return head.toString(ISO_8859_1);
      }
      head.write(b);
    }
    String text = head.toString(ISO_8859_1);
    String length = text.replaceFirst("(?is).*\r\ncontent-length: (\\d+)\r\n.*", "$1");
    return text + new String(in.readNBytes(Integer.parseInt(length)), ISO_8859_1);
  }

  String rest() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
