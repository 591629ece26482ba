package io.github.threadleak.demo.load;

import io.github.threadleak.demo.Scenario;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls over WebSocket: subscribe, listen a little, then leave, politely or not. */
final class SubscriberCalls implements Call {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpClient client;
  private final URI uri;

  SubscriberCalls(HttpClient client, int port, boolean leak) {
    this.client = client;
    uri =
        URI.create(
            "ws://127.0.0.1:"
                + port
                + "/"
                + Scenario.NOTIFICATIONS.id()
                + "?leak="
                + (leak ? "on" : "off"));
  }

  @Override
  public void make(SplittableRandom random, Tally tally) throws InterruptedException {
    Listener listener = new Listener();
    CompletableFuture<WebSocket> connecting =
        client.newWebSocketBuilder().connectTimeout(PATIENCE).buildAsync(uri, listener);
    WebSocket socket;
    try {
      socket = await(connecting);
    } catch (ExecutionException | TimeoutException refused) {
      connecting.cancel(true);
      tally.failed(1);
      return;
    }
    try {
      // The welcome comes out of the pump, so that both threads of the subscription were surely
      // asked for.
      await(listener.welcomed);
    } catch (ExecutionException | TimeoutException unwelcome) {
      socket.abort();
      tally.failed(1);
      return;
    }
    boolean polite = random.nextInt(5) < 3;
    listenAndLeave(socket, listener, 200 + random.nextInt(1300), polite);
    if (polite) {
      tally.served(1);
    } else {
      tally.disconnected(1);
    }
  }

  private static void listenAndLeave(
      WebSocket socket, Listener listener, int listenMillis, boolean polite)
      throws InterruptedException {
    try {
      await(socket.sendText("orders", true));
      TimeUnit.MILLISECONDS.sleep(listenMillis);
      if (polite) {
        await(socket.sendClose(WebSocket.NORMAL_CLOSURE, "bye"));
        await(listener.closed);
      }
    } catch (ExecutionException | TimeoutException lost) {
      // The line went dead: the same to the service as an impolite caller.
    } finally {
      socket.abort();
    }
  }

  private static <T> T await(CompletableFuture<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private static final class Listener implements WebSocket.Listener {
    final CompletableFuture<Boolean> welcomed = new CompletableFuture<>();
    final CompletableFuture<Boolean> closed = new CompletableFuture<>();

    @Override
    @SuppressWarnings("NullAway") // null says that the message may be reclaimed at once
    public CompletionStage<?> onText(WebSocket socket, CharSequence message, boolean last) {
      welcomed.complete(true);
      socket.request(1);
      return null;
    }

    @Override
    @SuppressWarnings("NullAway")
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      closed.complete(true);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      welcomed.completeExceptionally(error);
      closed.complete(false);
    }
  }
}
