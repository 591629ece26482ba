package io.github.threadleak.http;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A socket that tells how long its current write has been without progress: blocking sockets have a
 * timeout for reads alone. TLS is layered over it.
 */
final class WatchedSocket extends Socket {
  /** What counts as progress: a client that takes this much in each timeout is slow, not gone. */
  private static final int PIECE_BYTES = 8 * 1024;

  /**
   * {@code System.nanoTime()} when the current write began, made odd; 0 while nothing is being
   * written.
   */
  private volatile long writingSince;

  private WatchedSocket() {}

  /** Whether a write has made no progress for that long. Any thread may ask. */
  boolean isStalled(long nanos) {
    long since = writingSince;
    return since != 0 && System.nanoTime() - since > nanos;
  }

  /**
   * Closes without waiting for what is unsent, and so that the client sees a broken connection. Any
   * thread may.
   */
  void reset() {
    try {
      setSoLinger(true, 0);
    } catch (IOException closed) {
      // Then there is nothing to reset.
    }
    shut();
  }

  /** Closes; whoever reads or writes gets an exception. Any thread may. */
  void shut() {
    try {
      close();
    } catch (IOException gone) {
      // Closed is closed.
    }
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return new Watched(super.getOutputStream());
  }

  /** A server socket whose connections are watched. */
  static final class Server extends ServerSocket {
    Server(int port, int backlog, InetAddress address) throws IOException {
      super(port, backlog, address);
    }

    @Override
    @SuppressWarnings("resource") // handed to the caller
    public WatchedSocket accept() throws IOException {
      WatchedSocket socket = new WatchedSocket();
      implAccept(socket);
      return socket;
    }
  }

  private final class Watched extends FilterOutputStream {
    Watched(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        for (int done = 0; done < length; done += PIECE_BYTES) {
          writingSince = System.nanoTime() | 1;
          out.write(bytes, offset + done, Math.min(PIECE_BYTES, length - done));
        }
      } finally {
        writingSince = 0;
      }
    }

    @Override
    public void close() throws IOException {
      WatchedSocket.this.close();
    }
  }
}
