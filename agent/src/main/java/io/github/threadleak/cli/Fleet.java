package io.github.threadleak.cli;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The lines of code that leak threads in a fleet of JVMs.
 *
 * @param source whom that is from
 * @param time seconds since the epoch
 * @param since how far back was looked, as the user wrote it
 * @param instances JVMs with the agent
 * @param jobs their jobs
 * @param leaks the line that holds the most threads first
 * @param shown of these, how many are to be shown
 * @param warnings what a reader should know before trusting it
 */
record Fleet(
    String source,
    double time,
    String since,
    long instances,
    Set<String> jobs,
    List<Leak> leaks,
    int shown,
    List<String> warnings) {

  /**
   * One line of code, in all jobs that run it.
   *
   * @param culprit the line; empty for those that are summed under {@code other}
   * @param sites its ids: they differ between JDKs
   * @param leaked threads that the agents take for leaked now
   * @param mostLeaked the same at its highest since then
   * @param collected threads that the garbage collector took while they were parked, since then
   * @param live its live threads now, leaked or not
   * @param gained how many more that is than then; null where the server does not know
   * @param instances JVMs that hold leaked threads of it, or in which it grows; of the past where
   *     there are none now
   * @param showing JVMs that have live threads of it
   * @param verdicts the worst first
   * @param worst the JVM with the most live threads of it, null where none is known
   */
  record Leak(
      String culprit,
      Set<String> jobs,
      Set<String> sites,
      long leaked,
      long mostLeaked,
      long collected,
      long live,
      @Nullable Long gained,
      long instances,
      long showing,
      Set<String> verdicts,
      @Nullable Worst worst) {

    Leak with(@Nullable Worst found) {
      return new Leak(
          culprit,
          jobs,
          sites,
          leaked,
          mostLeaked,
          collected,
          live,
          gained,
          instances,
          showing,
          verdicts,
          found);
    }

    /** Threads that it holds: by verdict where there is one, else all that keep growing. */
    long held() {
      return verdicts.contains(FleetQueries.GROWING) ? Math.max(leaked, live) : leaked;
    }
  }

  /** A JVM, with its live threads of a line. */
  record Worst(String instance, long live) {}
}
