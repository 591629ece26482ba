package io.github.threadleak.endpoint;

import io.github.threadleak.census.Sites;
import io.github.threadleak.http.Handler;
import io.github.threadleak.http.Request;
import io.github.threadleak.http.Response;
import io.github.threadleak.render.Json;
import io.github.threadleak.render.Profile;
import io.github.threadleak.snapshot.Leak;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** {@code /api/v1/leaks}: the threads with a leak verdict, and those that are gone. */
final class LeaksPage implements Handler {
  private final Sites sites;
  private final Look look;

  LeaksPage(Sites sites, Look look) {
    this.sites = sites;
    this.look = look;
  }

  @Override
  public void handle(Request request, Response response) throws IOException {
    ProfileParameters parameters = ProfileParameters.ofLeaks(request);
    boolean vanished = parameters.showVanished(request);
    if (parameters.exact()) {
      look.refuseASecond();
    }
    JsonAnswer.stream(
        request,
        response,
        out -> {
          if (parameters.exact()) {
            look.alone(() -> write(parameters, vanished, out));
          } else {
            write(parameters, vanished, out);
          }
        });
  }

  private void write(ProfileParameters parameters, boolean showVanished, Writer out)
      throws IOException {
    List<Leak> vanished = showVanished ? sites.vanished(parameters.filter()) : List.of();
    Json.writeLeaks(look.report(Profile.THREADLEAK, parameters), vanished, out);
  }
}
