package io.github.threadleak.endpoint;

import io.github.threadleak.census.Filter;
import io.github.threadleak.census.Sites;
import io.github.threadleak.http.Handler;
import io.github.threadleak.http.Request;
import io.github.threadleak.http.Response;
import io.github.threadleak.render.SitesJson;
import io.github.threadleak.snapshot.SiteRow;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** {@code /api/v1/sites}: all sites with live threads. */
final class SitesPage implements Handler {
  private final Sites sites;
  private final Look look;

  SitesPage(Sites sites, Look look) {
    this.sites = sites;
    this.look = look;
  }

  @Override
  public void handle(Request request, Response response) throws IOException {
    Parameters.onlyKnown(request, "site", "limit");
    Filter filter = new Filter(null, Parameters.glob(request, "site"), null, null, null, 0, 0);
    int limit = Parameters.number(request, "limit", 1, 999_999_999, Integer.MAX_VALUE);
    JsonAnswer.stream(
        request,
        response,
        out -> {
          List<SiteRow> rows = sites.rows(filter);
          List<SiteRow> shown = rows.subList(0, Math.min(limit, rows.size()));
          SitesJson.write(shown, rows.size(), Instant.now(), look.head(), out);
        });
  }
}
