package io.github.threadleak.endpoint;

import io.github.threadleak.render.Folded;
import io.github.threadleak.render.GoGroupedText;
import io.github.threadleak.render.GoThreadText;
import io.github.threadleak.render.GroupFormat;
import io.github.threadleak.render.GroupedText;
import io.github.threadleak.render.Html;
import io.github.threadleak.render.Json;
import io.github.threadleak.render.JstackText;
import io.github.threadleak.render.Profile;
import io.github.threadleak.render.ThreadFormat;
import io.github.threadleak.render.ThreadText;
import org.jspecify.annotations.Nullable;

/** The formats of a profile, by the words of the request. */
@SuppressWarnings("ImmutableEnumChecker") // the formats are stateless
enum Format {
  /** {@code debug=0}; the one that is not text. */
  PPROF("application/octet-stream"),
  /** {@code debug=1}. */
  GROUPED_TEXT(Format.TEXT, new GroupedText(), new GoGroupedText()),
  /** {@code debug=2}. */
  THREAD_TEXT(Format.TEXT, new ThreadText(), new GoThreadText()),
  JSON("application/json", new Json(), null),
  JSTACK(Format.TEXT, new JstackText(), null),
  FOLDED(Format.TEXT, new Folded(), null),
  HTML("text/html; charset=utf-8", new Html(), null);

  private static final String TEXT = "text/plain; charset=utf-8";

  private final String contentType;
  private final @Nullable GroupFormat byGroup;
  private final @Nullable GroupFormat byGroupInGoWords;
  private final @Nullable ThreadFormat byThread;
  private final @Nullable ThreadFormat byThreadInGoWords;

  Format(String contentType) {
    this(contentType, null, null, null, null);
  }

  Format(String contentType, GroupFormat format, @Nullable GroupFormat inGoWords) {
    this(contentType, format, inGoWords, null, null);
  }

  Format(String contentType, ThreadFormat format, @Nullable ThreadFormat inGoWords) {
    this(contentType, null, null, format, inGoWords);
  }

  Format(
      String contentType,
      @Nullable GroupFormat byGroup,
      @Nullable GroupFormat byGroupInGoWords,
      @Nullable ThreadFormat byThread,
      @Nullable ThreadFormat byThreadInGoWords) {
    this.contentType = contentType;
    this.byGroup = byGroup;
    this.byGroupInGoWords = byGroupInGoWords;
    this.byThread = byThread;
    this.byThreadInGoWords = byThreadInGoWords;
  }

  String contentType() {
    return contentType;
  }

  /** Null for a format that is not by group. */
  @Nullable GroupFormat byGroup(Profile profile) {
    return profile.inGoWords() && byGroupInGoWords != null ? byGroupInGoWords : byGroup;
  }

  /** Null for a format that is not by thread. */
  @Nullable ThreadFormat byThread(Profile profile) {
    return profile.inGoWords() && byThreadInGoWords != null ? byThreadInGoWords : byThread;
  }

  /** Whether every thread's stack is read, whatever the parameters. */
  boolean readsEveryStack() {
    return byThread != null;
  }
}
