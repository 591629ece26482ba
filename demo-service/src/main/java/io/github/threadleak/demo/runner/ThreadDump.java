package io.github.threadleak.demo.runner;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The agent's dump, {@code /debug/pprof/threads?format=json}, as far as the demo reads it;
 * immutable.
 */
record ThreadDump(List<Group> groups) {
  /**
   * Threads that were spawned in one place and wait in one way.
   *
   * @param reason what they wait for, empty if the agent gave none
   * @param verdict what the agent makes of it, empty if it gave none
   * @param verdictDetail what the verdict rests on, empty if it gave nothing
   * @param siteId the agent's name for the spawn site, empty if it gave none
   * @param culprit the line that the agent blames: for a pool's workers the one that made the pool
   * @param blocker what they wait on
   * @param parked for how long they have been in one park, as far as that is known
   * @param seenParked of how many it is only known that they were seen parked more than once
   * @param pool the pool that they work for
   */
  record Group(
      long count,
      String kind,
      String reason,
      String verdict,
      String verdictDetail,
      String siteId,
      Optional<Frame> culprit,
      Optional<Blocker> blocker,
      Optional<Parked> parked,
      long seenParked,
      Optional<Pool> pool) {}

  /**
   * What threads wait on.
   *
   * @param identity empty unless it is one object
   * @param shared how many threads wait on it, if it is one object
   * @param objects how many objects there are, at least
   * @param moreObjects true if there are more than that, uncounted
   * @param owner the thread that holds it, empty if none is known
   */
  record Blocker(
      String type,
      String identity,
      OptionalLong shared,
      long objects,
      boolean moreObjects,
      String owner) {}

  /** The shortest and the longest park of a group, each a lower bound. */
  record Parked(double minSeconds, double maxSeconds) {}

  /**
   * The pools whose workers make up a group.
   *
   * @param pools how many
   * @param shutdown whether all are shut down; absent if that is not known
   * @param idle whether the workers wait for work; absent if that is not known
   */
  record Pool(String type, long pools, Optional<Boolean> shutdown, Optional<Boolean> idle) {}

  static ThreadDump parse(String json) {
    List<Group> groups = new ArrayList<>();
    for (JsonElement element : JsonFields.array(JsonParser.parseString(json), "groups")) {
      groups.add(group(element.getAsJsonObject()));
    }
    return new ThreadDump(List.copyOf(groups));
  }

  private static Group group(JsonObject group) {
    Optional<JsonObject> spawn = JsonFields.object(group, "spawn");
    Optional<JsonObject> pool = JsonFields.object(group, "pool");
    Optional<Frame> poolCulprit = pool.flatMap(made -> JsonFields.frame(made, "culprit"));
    Optional<JsonObject> blamed = poolCulprit.isPresent() ? pool : spawn;
    return new Group(
        group.get("count").getAsLong(),
        JsonFields.text(group, "kind"),
        JsonFields.text(group, "reason"),
        JsonFields.text(group, "verdict"),
        JsonFields.text(group, "verdictDetail"),
        blamed.map(site -> JsonFields.text(site, "siteId")).orElse(""),
        poolCulprit.or(() -> spawn.flatMap(made -> JsonFields.frame(made, "culprit"))),
        JsonFields.object(group, "blocker").map(ThreadDump::blocker),
        JsonFields.object(group, "parked").map(ThreadDump::parked),
        JsonFields.number(group, "seenParked").orElse(0),
        pool.map(ThreadDump::pool));
  }

  private static Blocker blocker(JsonObject blocker) {
    OptionalLong more = JsonFields.number(blocker, "objectsMoreThan");
    return new Blocker(
        JsonFields.text(blocker, "class"),
        JsonFields.text(blocker, "identity"),
        JsonFields.number(blocker, "shared"),
        more.orElseGet(() -> JsonFields.number(blocker, "objects").orElse(0)),
        more.isPresent(),
        JsonFields.object(blocker, "owner").map(ThreadDump::owner).orElse(""));
  }

  private static String owner(JsonObject owner) {
    return "thread "
        + JsonFields.text(owner, "threadId")
        + " \""
        + JsonFields.text(owner, "threadName")
        + "\"";
  }

  private static Parked parked(JsonObject parked) {
    return new Parked(
        JsonFields.seconds(parked, "minSeconds"), JsonFields.seconds(parked, "maxSeconds"));
  }

  private static Pool pool(JsonObject pool) {
    return new Pool(
        JsonFields.text(pool, "type"),
        JsonFields.number(pool, "pools").orElse(1),
        JsonFields.truth(pool, "shutdown"),
        JsonFields.truth(pool, "idle"));
  }
}
