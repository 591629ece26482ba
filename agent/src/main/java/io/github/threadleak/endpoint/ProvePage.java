package io.github.threadleak.endpoint;

import com.google.gson.stream.JsonWriter;
import io.github.threadleak.http.Handler;
import io.github.threadleak.http.HttpError;
import io.github.threadleak.http.Request;
import io.github.threadleak.http.Response;
import io.github.threadleak.proof.gc.GcProof;
import io.github.threadleak.proof.gc.Refused;
import io.github.threadleak.proof.gc.Result;
import io.github.threadleak.render.GcProofJson;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/v1/prove}: the proof by the garbage collector, now. */
final class ProvePage implements Handler {
  private final @Nullable GcProof proof;
  private final String whyNot;

  /**
   * @param proof null where there is none
   * @param whyNot why there is none
   */
  ProvePage(@Nullable GcProof proof, String whyNot) {
    this.proof = proof;
    this.whyNot = whyNot;
  }

  @Override
  public void handle(Request request, Response response) throws IOException {
    GcProof its = proof;
    if (its == null) {
      throw new HttpError(409, whyNot);
    }
    try {
      Result result = its.prove();
      StringWriter text = new StringWriter();
      GcProofJson.write(result, Instant.now(), new JsonWriter(text));
      response.send(200, "application/json", text + "\n");
    } catch (Refused refused) {
      String reason = String.valueOf(refused.getMessage());
      if (refused.retrySeconds() > 0) {
        throw new HttpError(429, reason)
            .with("Retry-After", Integer.toString(refused.retrySeconds()));
      }
      throw new HttpError(409, reason);
    } catch (InterruptedException closing) {
      throw new HttpError(503, "the agent is closing");
    }
  }
}
