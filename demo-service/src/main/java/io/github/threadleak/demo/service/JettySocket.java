package io.github.threadleak.demo.service;

import io.github.threadleak.demo.scenario.Socket;
import io.javalin.websocket.WsContext;

/** A Javalin WebSocket as the scenarios see it. */
final class JettySocket implements Socket {
  private final WsContext client;

  JettySocket(WsContext client) {
    this.client = client;
  }

  @Override
  public boolean isOpen() {
    return client.session.isOpen();
  }

  @Override
  public void send(String message) {
    client.send(message);
  }

  @Override
  public void ping() {
    client.sendPing();
  }
}
