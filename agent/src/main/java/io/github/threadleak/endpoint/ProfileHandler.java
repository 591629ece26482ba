package io.github.threadleak.endpoint;

import io.github.threadleak.http.Handler;
import io.github.threadleak.http.Request;
import io.github.threadleak.http.Response;
import io.github.threadleak.render.GroupFormat;
import io.github.threadleak.render.PprofProfile;
import io.github.threadleak.render.Profile;
import io.github.threadleak.render.ThreadFormat;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** One profile in every format. */
final class ProfileHandler implements Handler {
  private static final int WRITE_CHARS = 16 * 1024;

  private final Profile profile;
  private final Look look;
  private final Format otherwise;

  /** With {@code otherwise} as the format where none is asked for. */
  ProfileHandler(Profile profile, Look look, Format otherwise) {
    this.profile = profile;
    this.look = look;
    this.otherwise = otherwise;
  }

  @Override
  public void handle(Request request, Response response) throws IOException {
    ProfileParameters parameters = ProfileParameters.of(request, profile, otherwise);
    boolean everyStack = parameters.exact() || parameters.format().readsEveryStack();
    if (everyStack) {
      look.refuseASecond();
    }
    if (parameters.format() == Format.PPROF) {
      response.header("Content-Disposition", "attachment; filename=\"" + profile.path() + "\"");
    } else {
      response.gzipIfAccepted(request);
    }
    if (parameters.seconds() > 0 && !request.method().equals("HEAD")) {
      Look.Pair pair = look.difference(profile, parameters, response);
      response.stream(
          parameters.format().contentType(),
          out -> PprofProfile.writeDifference(pair.before(), pair.after(), out));
      return;
    }
    response.stream(
        parameters.format().contentType(),
        out -> {
          if (everyStack) {
            look.alone(() -> write(parameters, out));
          } else {
            write(parameters, out);
          }
        });
  }

  private void write(ProfileParameters parameters, OutputStream out) throws IOException {
    Writer writer =
        new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), WRITE_CHARS);
    GroupFormat byGroup = parameters.format().byGroup(profile);
    ThreadFormat byThread = parameters.format().byThread(profile);
    if (byGroup != null) {
      byGroup.write(look.report(profile, parameters), writer);
    } else if (byThread != null) {
      byThread.begin(look.head(), Instant.now(), writer);
      look.lookout().forEach(parameters.filter(), thread -> byThread.write(thread, writer));
      byThread.end(writer);
    } else {
      PprofProfile.write(look.report(profile, parameters), out);
    }
    writer.flush();
  }
}
