package io.github.threadleak.demo.runner;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the agent's JSON, where a fact that the agent does not know is an absent key. */
final class JsonFields {
  private JsonFields() {}

  /** The array that makes up a document; throws {@link JsonParseException} if it is not there. */
  static JsonArray array(JsonElement document, String name) {
    JsonElement found = document.isJsonObject() ? document.getAsJsonObject().get(name) : null;
    if (found == null || !found.isJsonArray()) {
      throw new JsonParseException("the document has no " + name);
    }
    return found.getAsJsonArray();
  }

  static Optional<JsonObject> object(JsonObject holder, String name) {
    return Optional.ofNullable(holder.get(name))
        .filter(JsonElement::isJsonObject)
        .map(JsonElement::getAsJsonObject);
  }

  /** Empty if it is absent. */
  static String text(JsonObject holder, String name) {
    JsonElement element = holder.get(name);
    return element != null && element.isJsonPrimitive() ? element.getAsString() : "";
  }

  static OptionalLong number(JsonObject holder, String name) {
    JsonElement element = holder.get(name);
    return element != null && element.isJsonPrimitive()
        ? OptionalLong.of(element.getAsLong())
        : OptionalLong.empty();
  }

  static Optional<Boolean> truth(JsonObject holder, String name) {
    return Optional.ofNullable(holder.get(name))
        .filter(JsonElement::isJsonPrimitive)
        .map(JsonElement::getAsBoolean);
  }

  static double seconds(JsonObject holder, String name) {
    return holder.get(name).getAsDouble();
  }

  /** A frame as text, or as an object. */
  static Optional<Frame> frame(JsonObject holder, String name) {
    Optional<JsonObject> frame = object(holder, name);
    if (frame.isEmpty()) {
      return Frame.parse(text(holder, name));
    }
    return frame.map(
        known ->
            new Frame(
                text(known, "class"),
                text(known, "method"),
                text(known, "file"),
                (int) number(known, "line").orElse(0)));
  }
}
