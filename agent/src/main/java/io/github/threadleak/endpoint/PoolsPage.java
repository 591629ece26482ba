package io.github.threadleak.endpoint;

import io.github.threadleak.census.Pools;
import io.github.threadleak.http.Handler;
import io.github.threadleak.http.Request;
import io.github.threadleak.http.Response;
import io.github.threadleak.render.PoolsJson;
import java.io.IOException;
import java.time.Instant;
import java.util.regex.Pattern;

/** {@code /api/v1/pools}: the pools of the JVM, by class and place of construction. */
final class PoolsPage implements Handler {
  private final Pools pools;

  PoolsPage(Pools pools) {
    this.pools = pools;
  }

  @Override
  public void handle(Request request, Response response) throws IOException {
    Parameters.onlyKnown(request, "site", "type");
    Pattern site = Parameters.glob(request, "site");
    Pattern type = Parameters.glob(request, "type");
    JsonAnswer.stream(
        request,
        response,
        out -> PoolsJson.write(pools.rows(site, type), Instant.now(), pools.isInstrumented(), out));
  }
}
