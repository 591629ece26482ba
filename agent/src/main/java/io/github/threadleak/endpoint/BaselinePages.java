package io.github.threadleak.endpoint;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.github.threadleak.census.Baseline;
import io.github.threadleak.census.Sites;
import io.github.threadleak.http.HttpError;
import io.github.threadleak.http.Request;
import io.github.threadleak.http.Response;
import io.github.threadleak.render.BaselinesJson;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/baselines} and {@code /api/v1/diff}: mark now, and see what has come since. */
final class BaselinePages {
  static final String PATH = "/api/v1/baselines";

  private static final int LONGEST_NAME = 100;

  private final Sites sites;
  private final Look look;

  BaselinePages(Sites sites, Look look) {
    this.sites = sites;
    this.look = look;
  }

  void mark(Request request, Response response) throws IOException {
    if (!look.head().instrumented()) {
      throw new HttpError(409, "the agent stands down in this JVM: threads have no sites");
    }
    String name = name(new String(request.body(), StandardCharsets.UTF_8));
    Baseline baseline = sites.mark(name);
    response.header("Location", "/api/v1/diff?since=" + baseline.head().id());
    JsonAnswer.send(response, 201, out -> BaselinesJson.write(baseline.head(), look.head(), out));
  }

  void list(Request request, Response response) throws IOException {
    JsonAnswer.send(
        response,
        200,
        out -> BaselinesJson.write(sites.baselines().list(), Instant.now(), look.head(), out));
  }

  void compare(Request request, Response response) throws IOException {
    Parameters.onlyKnown(request, "since");
    String id = request.parameter("since");
    if (id == null || id.isEmpty()) {
      throw new HttpError(
          400, "parameter since is missing: the id of a baseline, as POST " + PATH + " answers");
    }
    Baseline baseline = sites.baselines().find(id);
    if (baseline == null) {
      throw new HttpError(404, "there is no baseline " + id + "; GET " + PATH + " lists them");
    }
    JsonAnswer.stream(
        request, response, out -> BaselinesJson.write(sites.since(baseline), look.head(), out));
  }

  /** What the body calls the baseline; null for no body and no name. */
  private static @Nullable String name(String body) throws HttpError {
    if (body.isBlank()) {
      return null;
    }
    String name = null;
    try (JsonReader json = new JsonReader(new StringReader(body))) {
      json.beginObject();
      while (json.hasNext()) {
        String member = json.nextName();
        if (!member.equals("name")) {
          throw new HttpError(400, "unknown member " + member + " in the body; known here: name");
        }
        if (json.peek() != JsonToken.STRING) {
          throw new HttpError(400, "name in the body must be a string");
        }
        name = json.nextString();
      }
      json.endObject();
      if (json.peek() != JsonToken.END_DOCUMENT) {
        throw notAnObject();
      }
    } catch (HttpError told) {
      throw told;
    } catch (IOException | IllegalStateException malformed) {
      throw notAnObject();
    }
    if (name != null && name.length() > LONGEST_NAME) {
      throw new HttpError(400, "name in the body is longer than " + LONGEST_NAME + " characters");
    }
    return name;
  }

  private static HttpError notAnObject() {
    return new HttpError(400, "the body must be a JSON object such as {\"name\": \"before\"}");
  }
}
