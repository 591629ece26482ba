package program;

import com.google.gson.Gson;
import io.javalin.Javalin;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An HTTP server whose requests run on virtual threads: Javalin on Jetty, with an answer made by
 * Gson. Says {@code port N}; ends with its input.
 */
final class Server {
  private static final Gson GSON = new Gson();

  private Server() {}

  record Item(int id, String name, double price) {}

  record Order(String customer, List<Item> items) {}

  public static void main(String[] arguments) throws IOException {
    Javalin server =
        Javalin.create(
                config -> {
                  config.startup.showJavalinBanner = false;
                  config.concurrency.useVirtualThreads = true;
                  config.routes.get(
                      "/orders/{customer}",
                      request -> {
                        if (!Thread.currentThread().isVirtual()) {
                          throw new IllegalStateException("not on a virtual thread");
                        }
                        request.contentType("application/json");
                        request.result(GSON.toJson(orderOf(request.pathParam("customer"))));
                      });
                })
            .start("127.0.0.1", 0);
    System.out.println("port " + server.port());
    System.in.transferTo(OutputStream.nullOutputStream());
    System.exit(0);
  }

  private static Order orderOf(String customer) {
    return new Order(
        customer, IntStream.range(0, 20).mapToObj(i -> new Item(i, "item " + i, i * 1.5)).toList());
  }
}
