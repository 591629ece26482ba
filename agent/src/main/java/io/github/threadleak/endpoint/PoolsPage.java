package io.github.threadleak.endpoint;

import io.github.threadleak.census.Filter;
import io.github.threadleak.census.Pools;
import io.github.threadleak.http.Handler;
import io.github.threadleak.http.HttpError;
import io.github.threadleak.http.Request;
import io.github.threadleak.http.Response;
import io.github.threadleak.render.PoolsJson;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/pools}: the pools of the JVM, by class and place of construction. */
final class PoolsPage implements Handler {
  private final Pools pools;

  PoolsPage(Pools pools) {
    this.pools = pools;
  }

  @Override
  public void handle(Request request, Response response) throws IOException {
    Pattern site = null;
    Pattern type = null;
    for (Map.Entry<String, String> parameter : request.parameters().entrySet()) {
      switch (parameter.getKey()) {
        case "site" -> site = Filter.glob(parameter.getValue());
        case "type" -> type = Filter.glob(parameter.getValue());
        default ->
            throw new HttpError(
                400, "unknown parameter " + parameter.getKey() + "; known here: site, type");
      }
    }
    write(response, request, site, type);
  }

  private void write(
      Response response, Request request, @Nullable Pattern site, @Nullable Pattern type) {
    response.gzipIfAccepted(request);
    response.stream(
        "application/json",
        out -> {
          Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
          PoolsJson.write(pools.rows(site, type), Instant.now(), pools.isInstrumented(), writer);
          writer.flush();
        });
  }
}
