package io.github.threadleak.endpoint;

import io.github.threadleak.http.Handler;
import io.github.threadleak.http.Request;
import io.github.threadleak.http.Response;
import io.github.threadleak.render.Profile;
import io.github.threadleak.snapshot.Snapshot;
import io.github.threadleak.snapshot.Totals;
import java.io.IOException;

/** {@code /debug/pprof/}: the profiles, how many threads each has, and links to its formats. */
final class IndexPage implements Handler {
  private static final String[][] FORMATS = {
    {"debug=1", "grouped"},
    {"debug=2", "full dump"},
    {"format=html", "html"},
    {"format=json", "json"},
    {"format=folded", "folded"},
    {"format=jstack", "jstack"},
    {"debug=0", "pprof"}
  };

  private final Look look;

  IndexPage(Look look) {
    this.look = look;
  }

  @Override
  public void handle(Request request, Response response) throws IOException {
    ProfileParameters leaks = ProfileParameters.of(request, Profile.THREADLEAK, Format.HTML);
    Snapshot leaked = look.report(Profile.THREADLEAK, leaks).snapshot();
    Totals totals = look.lookout().totals();
    StringBuilder page =
        new StringBuilder(
            """
            <!DOCTYPE html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="color-scheme" content="light dark">
            <title>threadleak</title>
            <h1>/debug/pprof/</h1>
            <table>
            <tr><th>Count<th>Profile<th>Formats
            """);
    for (Profile profile : Profile.values()) {
      long count =
          profile.leaksOnly()
              ? leaked.platform() + leaked.virtual()
              : totals.platform() + totals.virtual();
      String path = "/debug/pprof/" + profile.path();
      page.append("<tr><td>" + count + "<td><a href=\"" + path + "?debug=1\">" + profile.path());
      page.append("</a><td>");
      for (String[] format : FORMATS) {
        page.append("<a href=\"" + path + "?" + format[0] + "\">" + format[1] + "</a>\n");
      }
    }
    page.append(
        "</table>\n<p>"
            + totals.platform()
            + " platform, "
            + totals.virtual()
            + " virtual. <a href=\"/metrics\">metrics</a>,"
            + " <a href=\"/api/v1/leaks\">leaks</a>, <a href=\"/api/v1/sites\">sites</a>,"
            + " <a href=\"/api/v1/history\">history</a>, <a href=\"/api/v1/pools\">pools</a>,"
            + " <a href=\"/api/v1/config\">options</a>.\n</html>\n");
    response.send(200, "text/html; charset=utf-8", page.toString());
  }
}
