package io.github.threadleak.demo.scenario;

/** What a connected subscriber can do. */
public interface Subscription {
  /** Asks for the notifications of a topic. */
  void follow(String topic);

  /** The socket is closed: by its peer, by us, or by the network. */
  void socketClosed();
}
