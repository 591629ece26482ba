package io.github.threadleak.demo.runner;

import io.github.threadleak.demo.Scenario;
import io.github.threadleak.demo.load.LoadGenerator;
import io.github.threadleak.demo.scenario.Workers;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The demo: {@code [--seconds N] [--scenario NAME] [--keep]}. Exit status 0 if the agent named
 * every leak by its line, by what it waits on and by a verdict, and nothing else, 1 if not, 2 for
 * unusable arguments.
 *
 * <p>System properties: {@code demo.agent}, the agent's jar; {@code demo.terminal}, {@code true} if
 * standard output is one.
 */
public final class DemoMain {
  private static final long SEED = 20_260_101;
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration LAST_CALLS = Duration.ofSeconds(45);
  private static final Duration SETTLING = Duration.ofSeconds(20);
  // Who is parked for good is known after two censuses, which keep to 1 % of a core.
  private static final Duration PARKING = Duration.ofSeconds(40);
  private static final Duration POLL = Duration.ofMillis(500);
  // Longer than the slowest answer from upstream, for which a fixed worker may still wait.
  private static final int POLLS_ALIKE = 4;

  private final Arguments arguments;
  private final PrintStream out;
  private final Progress progress;
  private final Accusations accusations = new Accusations();

  private DemoMain(Arguments arguments, PrintStream out) {
    this.arguments = arguments;
    this.out = out;
    progress = new Progress(out, Boolean.getBoolean("demo.terminal"));
  }

  public static void main(String[] arguments) throws InterruptedException {
    int status;
    try {
      status = new DemoMain(Arguments.parse(arguments), System.out).run();
    } catch (Arguments.UnusableException unusable) {
      System.err.println("demo: " + unusable.getMessage());
      status = 2;
    } catch (IOException failed) {
      System.err.println("demo: " + failed.getMessage());
      status = 1;
    }
    System.exit(status);
  }

  private int run() throws IOException, InterruptedException {
    Path agentJar = Path.of(System.getProperty("demo.agent", "agent/target/threadleak-agent.jar"));
    if (!Files.isRegularFile(agentJar)) {
      throw new IOException("no agent at " + agentJar);
    }
    try (ServiceProcess service =
        ServiceProcess.start(agentJar.toAbsolutePath(), arguments.seconds())) {
      AgentClient agent = new AgentClient(service.agent());
      LoadGenerator load =
          new LoadGenerator(
              service.port(), arguments.scenarios(), Duration.ofSeconds(arguments.seconds()), SEED);
      announce(service);
      Gauges before = agent.gauges();
      drive(load, agent, service);
      Gauges after = agent.gauges();
      List<Finding> findings = settle(load, agent);
      report(findings, load, before, after, service);
      boolean right = findings.stream().allMatch(Finding::isAsExpected);
      int status = right && strangersAreLeftAlone() ? 0 : 1;
      if (arguments.keep()) {
        keep(service, status);
      }
      return status;
    }
  }

  private void announce(ServiceProcess service) {
    out.printf(
        "Java %s, %s threads%n", Runtime.version(), Workers.areVirtual() ? "virtual" : "platform");
    out.printf("service   http://127.0.0.1:%d/  (process %d)%n", service.port(), service.pid());
    out.printf("agent     %s%n%n", service.agent());
  }

  private void drive(LoadGenerator load, AgentClient agent, ServiceProcess service)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    load.start(Workers.areVirtual());
    boolean ended = false;
    while (!ended) {
      ended = load.join(TICK);
      Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
      if (!service.isAlive()) {
        progress.end();
        throw new IOException(
            "the service died:" + System.lineSeparator() + Files.readString(service.log()));
      }
      progress.show(elapsed, load.calls(), agent.gauges());
      accusations.note(agent.threads());
      if (elapsed.toSeconds() > arguments.seconds() + LAST_CALLS.toSeconds()) {
        progress.end();
        throw new IOException("the last calls did not end within " + LAST_CALLS.toSeconds() + " s");
      }
    }
    progress.end();
  }

  /**
   * Reads dumps until what is under way has ended and the agent knows who is parked: the numbers
   * are right and stay, or time is up.
   */
  private List<Finding> settle(LoadGenerator load, AgentClient agent)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    List<Long> last = List.of();
    int alike = 0;
    while (true) {
      ThreadDump dump = agent.threads();
      accusations.note(dump);
      List<Finding> findings = findings(load, dump, agent.pools());
      List<Long> threads = threads(findings);
      alike = threads.equals(last) ? alike + 1 : 0;
      last = threads;
      boolean right = findings.stream().allMatch(Finding::isAsExpected);
      boolean known = findings.stream().allMatch(Finding::areParksKnown);
      long patience = (right ? PARKING : SETTLING).toNanos();
      if ((right && known && alike >= POLLS_ALIKE) || System.nanoTime() - start >= patience) {
        return findings;
      }
      TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
    }
  }

  private static List<Long> threads(List<Finding> findings) {
    return findings.stream()
        .flatMap(finding -> Stream.of(finding.leakingThreads(), finding.fixedThreads()))
        .toList();
  }

  private List<Finding> findings(LoadGenerator load, ThreadDump dump, PoolList pools) {
    List<Finding> findings = new ArrayList<>();
    for (Scenario scenario : arguments.scenarios()) {
      Expected expected = Expected.of(scenario, load.leaking(scenario));
      findings.add(Finding.of(scenario, expected, dump, pools, accusations));
    }
    return findings;
  }

  /** False, and said, if the agent has accused threads that no scenario has started. */
  private boolean strangersAreLeftAlone() {
    List<String> accused =
        new ArrayList<>(
            accusations.words(
                frame ->
                    arguments.scenarios().stream()
                        .noneMatch(
                            scenario ->
                                frame.isIn(scenario.leaking()) || frame.isIn(scenario.fixed()))));
    if (accusations.withoutALine() > 0) {
      accused.add(accusations.withoutALine() + " threads without a line");
    }
    accused.forEach(line -> out.println("PROBLEM   accused without a reason: " + line));
    return accused.isEmpty();
  }

  private void report(
      List<Finding> findings,
      LoadGenerator load,
      Gauges before,
      Gauges after,
      ServiceProcess service) {
    List<Report.Entry> entries = new ArrayList<>();
    for (Finding finding : findings) {
      Scenario scenario = finding.scenario();
      entries.add(new Report.Entry(finding, load.leaking(scenario), load.fixed(scenario)));
    }
    String memory =
        Progress.megabytes(before.residentBytes())
            + " before, "
            + Progress.megabytes(after.residentBytes())
            + " after";
    new Report(out, service.agent()).print(entries, memory);
    if (!arguments.keep()) {
      out.println("The service stops now; with --keep it stays, for the curl lines.");
    }
  }

  // Ctrl-C is the way out, and the demo's own result is then still the exit status.
  private void keep(ServiceProcess service, int status) throws InterruptedException {
    out.println("The service keeps running; Ctrl-C ends it. All profiles: " + service.agent());
    Thread last =
        new Thread(
            () -> {
              try {
                service.close();
              } finally {
                Runtime.getRuntime().halt(status);
              }
            },
            "stop-and-report");
    Runtime.getRuntime().addShutdownHook(last);
    service.awaitEnd();
  }
}
