package io.github.threadleak.endpoint;

import io.github.threadleak.census.Filter;
import io.github.threadleak.census.Sites;
import io.github.threadleak.http.Handler;
import io.github.threadleak.http.HttpError;
import io.github.threadleak.http.Request;
import io.github.threadleak.http.Response;
import io.github.threadleak.render.HistoryJson;
import io.github.threadleak.snapshot.SitePeaks;
import io.github.threadleak.snapshot.SiteRow;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** {@code /api/v1/history}: how many threads there were, in all and by site. */
final class HistoryPage implements Handler {
  private static final int MOST_SITES = 100;

  private final Sites sites;
  private final Look look;

  HistoryPage(Sites sites, Look look) {
    this.sites = sites;
    this.look = look;
  }

  @Override
  public void handle(Request request, Response response) throws IOException {
    Parameters.onlyKnown(request, "sites", "site");
    int largest = Parameters.number(request, "sites", 0, MOST_SITES, 0);
    String id = request.parameter("site");
    if (id != null && request.parameter("sites") != null) {
      throw new HttpError(400, "site=" + id + ": not together with sites");
    }
    List<SitePeaks> shown =
        id == null
            ? ofLargest(largest)
            : List.of(sites.peaks(SitePage.find(sites, id).row().site()));
    JsonAnswer.stream(
        request,
        response,
        out -> HistoryJson.write(sites.history().points(), shown, Instant.now(), look.head(), out));
  }

  /** Of sites that have a history: those with few threads have none. */
  private List<SitePeaks> ofLargest(int most) {
    List<SitePeaks> shown = new ArrayList<>();
    if (most > 0) {
      for (SiteRow row : sites.rows(Filter.ALL)) {
        SitePeaks peaks = sites.peaks(row.site());
        if (!peaks.peaks().isEmpty()) {
          shown.add(peaks);
        }
        if (shown.size() == most) {
          break;
        }
      }
    }
    return shown;
  }
}
