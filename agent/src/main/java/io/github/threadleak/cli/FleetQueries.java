package io.github.threadleak.cli;

import io.github.threadleak.cli.Fleet.Leak;
import io.github.threadleak.cli.Fleet.Worst;
import io.github.threadleak.cli.PrometheusApi.Sample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ObjDoubleConsumer;
import java.util.stream.Collectors;

/**
 * What {@code fleet} asks Prometheus. Each answer has a series for a line of code and a job at
 * most, so that its size does not follow the number of JVMs; with the recording rules of
 * docs/prometheus the same holds for what the server has to read. For one thread.
 */
final class FleetQueries {
  /** The verdict of a line whose threads the server's own growth test has seen pile up. */
  static final String GROWING = "growing";

  private static final String VANISHED = "vanished";

  /** Worst first. */
  private static final List<String> VERDICTS =
      List.of("deadlocked", "proven", VANISHED, "stuck", "suspected", GROWING);

  private static final Comparator<Leak> MOST_FIRST =
      Comparator.comparingLong(Leak::held)
          .thenComparingLong(Leak::mostLeaked)
          .thenComparingLong(Leak::instances)
          .reversed()
          .thenComparing(Leak::culprit);

  /** As in the recording rules: these stand for no line of code. */
  private static final String NAMED = "{site!~\"other|before-agent|native|not-captured|overflow\"}";

  private static final String BY_LINE = " by (job, site, culprit) ";

  /** Of one line: what the answers add up to. */
  private static final class Sums {
    final Set<String> jobs = new TreeSet<>();
    final Set<String> sites = new TreeSet<>();
    final Set<String> verdicts = new TreeSet<>(Comparator.comparingInt(VERDICTS::indexOf));
    double leaked;
    double mostLeaked;
    double collected;
    double live;
    double before;
    double leaking;
    double onceLeaking;
    double growing;
    double showing;
  }

  private final PrometheusApi api;
  private final String since;
  private final Map<String, Sums> lines = new HashMap<>();

  /** False where the server was not there then, or its recording rules were not. */
  private boolean knowsBefore;

  private FleetQueries(PrometheusApi api, String since) {
    this.api = api;
    this.since = since;
  }

  /**
   * Asks, and puts the answers together.
   *
   * @param since a duration of Prometheus, of one unit
   * @param top how many lines are to be shown
   * @throws CommandFailed where the server does not answer, or has no JVM with the agent
   */
  static Fleet ask(PrometheusApi api, String since, int top) throws CommandFailed {
    return new FleetQueries(api, since).ask(top);
  }

  private Fleet ask(int top) throws CommandFailed {
    Set<String> jobs = new TreeSet<>();
    double instances = 0;
    for (Sample job : api.query("count by (job) (threadleak_agent_info)")) {
      jobs.add(job.label("job"));
      instances += job.value();
    }
    if (jobs.isEmpty()) {
      throw CommandFailed.notReached(api.base() + " has no JVM with the agent");
    }
    List<String> warnings = new ArrayList<>();
    boolean recorded = !api.query("count(job_site:threadleak_site_threads:sum)").isEmpty();
    if (!recorded) {
      warnings.add(
          "the recording rules of docs/prometheus are not there: this reads every JVM's series, and"
              + " cannot see lines that only grow");
    }
    askForLeaks(recorded);
    if (!lines.isEmpty()) {
      askForThreads(recorded);
    }
    List<Leak> leaks = leaks((long) instances);
    leaks = withWorst(leaks, top);
    warnings.addAll(api.warnings());
    return new Fleet(api.base(), api.moment(), since, (long) instances, jobs, leaks, top, warnings);
  }

  private void askForLeaks(boolean recorded) throws CommandFailed {
    String leaked =
        recorded
            ? "job_site:threadleak_leaked_threads:sum"
            : "sum by (job, site, culprit, verdict) (threadleak_leaked_threads)";
    String leaking =
        recorded
            ? "job_site:threadleak_leaked_threads:instances"
            : "count"
                + BY_LINE
                + "(sum by (job, instance, site, culprit) (threadleak_leaked_threads) > 0)";
    add(leaked + " > 0", (sums, value) -> sums.leaked += value);
    add(most("sum without (verdict) (" + leaked + ")"), (sums, value) -> sums.mostLeaked += value);
    add(leaking, (sums, value) -> sums.leaking += value);
    add(most(leaking), (sums, value) -> sums.onceLeaking += value);
    String collected = "threadleak_collected_while_parked_total";
    add(
        "sum"
            + BY_LINE
            + "("
            + ("(" + collected + " unless " + collected + " offset " + since + ")")
            + (" or increase(" + collected + "[" + since + "])")
            + ") > 0",
        (sums, value) -> {
          sums.collected += value;
          sums.verdicts.add(VANISHED);
        });
    add(
        "count"
            + BY_LINE
            + "(count by (job, instance, site, culprit) (max_over_time(ALERTS{alertname=\"ThreadleakSiteGrows\",alertstate=\"firing\"}["
            + since
            + "])))",
        (sums, value) -> {
          sums.growing += value;
          sums.verdicts.add(GROWING);
        });
    for (Sample sample : api.query(most(leaked) + " or " + leaked + " > 0")) {
      line(sample).verdicts.add(sample.label("verdict"));
    }
  }

  /** Only of the lines that leak; a fleet has many that do not. */
  private void askForThreads(boolean recorded) throws CommandFailed {
    String live =
        recorded
            ? "job_site:threadleak_site_threads:sum"
            : "sum" + BY_LINE + "(threadleak_site_threads" + NAMED + ")";
    String showing =
        recorded
            ? "job_site:threadleak_site_threads:instances"
            : "count"
                + BY_LINE
                + "(sum by (job, instance, site, culprit) (threadleak_site_threads"
                + NAMED
                + ") > 0)";
    addToKnown(live, (sums, value) -> sums.live += value);
    knowsBefore =
        addToKnown(
            recorded ? live + " offset " + since : live.replace(NAMED, NAMED + " offset " + since),
            (sums, value) -> sums.before += value);
    addToKnown(showing, (sums, value) -> sums.showing += value);
  }

  /** The highest in the time that is asked for, where that is above 0. */
  private String most(String expression) {
    return "max_over_time((" + expression + ")[" + since + ":" + step() + "]) > 0";
  }

  /** Some 360 steps; never so long that a leak of minutes falls between two. */
  private String step() {
    long seconds = Long.parseLong(since.substring(0, since.length() - 1));
    switch (since.charAt(since.length() - 1)) {
      case 'm' -> seconds *= 60;
      case 'h' -> seconds *= 3_600;
      case 'd' -> seconds *= 86_400;
      case 'w' -> seconds *= 7 * 86_400;
      default -> {}
    }
    return Math.max(1, Math.min(300, seconds / 360)) + "s";
  }

  private void add(String expression, ObjDoubleConsumer<Sums> adder) throws CommandFailed {
    for (Sample sample : api.query(expression)) {
      adder.accept(line(sample), sample.value());
    }
  }

  /** False where there is no answer for any line. */
  private boolean addToKnown(String expression, ObjDoubleConsumer<Sums> adder)
      throws CommandFailed {
    List<Sample> samples = api.query(expression);
    for (Sample sample : samples) {
      Sums sums = lines.get(sample.label("culprit"));
      if (sums != null && sums.sites.contains(sample.label("site"))) {
        adder.accept(sums, sample.value());
      }
    }
    return !samples.isEmpty();
  }

  private Sums line(Sample sample) {
    Sums sums = lines.computeIfAbsent(sample.label("culprit"), culprit -> new Sums());
    sums.jobs.add(sample.label("job"));
    sums.sites.add(sample.label("site"));
    return sums;
  }

  private List<Leak> leaks(long instances) {
    List<Leak> leaks = new ArrayList<>();
    lines.forEach(
        (culprit, sums) -> {
          double holding = sums.leaking > 0 ? sums.leaking : sums.onceLeaking;
          leaks.add(
              new Leak(
                  culprit,
                  sums.jobs,
                  sums.sites,
                  Math.round(sums.leaked),
                  Math.round(Math.max(sums.leaked, sums.mostLeaked)),
                  Math.round(sums.collected),
                  Math.round(Math.max(sums.leaked, sums.live)),
                  knowsBefore ? Math.round(sums.live - sums.before) : null,
                  Math.min(instances, Math.round(Math.max(holding, sums.growing))),
                  Math.min(instances, Math.round(Math.max(sums.showing, sums.leaking))),
                  sums.verdicts,
                  null));
        });
    leaks.sort(MOST_FIRST);
    return leaks;
  }

  private List<Leak> withWorst(List<Leak> leaks, int top) throws CommandFailed {
    String sites =
        leaks.stream()
            .limit(top)
            .flatMap(leak -> leak.sites().stream())
            .filter(site -> site.matches("[\\w-]+")) // whatever a JVM may have exported
            .distinct()
            .collect(Collectors.joining("|"));
    if (sites.isEmpty()) {
      return leaks;
    }
    Map<String, Worst> worst = new HashMap<>();
    for (Sample sample :
        api.query(
            "topk by (culprit) (1, sum by (job, instance, culprit) (threadleak_site_threads{site=~\""
                + sites
                + "\"}))")) {
      worst.put(
          sample.label("culprit"), new Worst(sample.label("instance"), Math.round(sample.value())));
    }
    return leaks.stream().map(leak -> leak.with(worst.get(leak.culprit()))).toList();
  }
}
