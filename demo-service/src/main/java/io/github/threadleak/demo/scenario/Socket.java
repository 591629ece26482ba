package io.github.threadleak.demo.scenario;

/** The server's end of one WebSocket. */
public interface Socket {
  boolean isOpen();

  /** Sends a text message; throws an unchecked exception if the peer is gone. */
  void send(String message);

  /** Sends a ping; throws an unchecked exception if the peer is gone. */
  void ping();
}
