package io.github.threadleak.endpoint;

import io.github.threadleak.http.Request;
import io.github.threadleak.http.Response;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** Answers with a JSON document. */
final class JsonAnswer {
  private static final String TYPE = "application/json";

  private JsonAnswer() {}

  /** Writes one document. */
  interface Document {
    void write(Writer out) throws IOException;
  }

  /** Answers 200 with a document of any size. */
  static void stream(Request request, Response response, Document document) {
    response.gzipIfAccepted(request);
    response.stream(
        TYPE,
        out -> {
          Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
          document.write(writer);
          writer.flush();
        });
  }

  /** Answers with a small document, and a line end. */
  static void send(Response response, int status, Document document) throws IOException {
    StringWriter text = new StringWriter();
    document.write(text);
    response.send(status, TYPE, text + "\n");
  }
}
