package io.github.threadleak.endpoint;

import io.github.threadleak.census.Filter;
import io.github.threadleak.census.Sites;
import io.github.threadleak.http.Handler;
import io.github.threadleak.http.HttpError;
import io.github.threadleak.http.Request;
import io.github.threadleak.http.Response;
import io.github.threadleak.render.SitesJson;
import io.github.threadleak.snapshot.Grouping;
import io.github.threadleak.snapshot.SiteDetail;
import java.io.IOException;
import java.util.regex.Pattern;

/** {@code /api/v1/sites/ID}: one site with its stacks, its history and its threads. */
final class SitePage implements Handler {
  /** What its path begins with. */
  static final String BELOW = "/api/v1/sites/";

  private final Sites sites;
  private final Look look;

  SitePage(Sites sites, Look look) {
    this.sites = sites;
    this.look = look;
  }

  @Override
  public void handle(Request request, Response response) throws IOException {
    String id = request.path().substring(BELOW.length());
    SiteDetail detail = find(sites, id);
    Filter threads = new Filter(null, Pattern.compile(Pattern.quote(id)), null, null, null, 0, 0);
    JsonAnswer.stream(
        request,
        response,
        out ->
            SitesJson.write(
                detail,
                sites.peaks(detail.row().site()),
                look.report(threads, Grouping.BOTH),
                out));
  }

  static SiteDetail find(Sites sites, String id) throws HttpError {
    SiteDetail detail = sites.find(id);
    if (detail == null) {
      throw new HttpError(404, "there is no site " + id);
    }
    return detail;
  }
}
