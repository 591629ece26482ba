package corpus;

/**
 * Each request has a thread that sleeps until its timeout, needed or not: as many as requests come
 * in that time, and never more.
 *
 * <p>Source: helidon-io/helidon#10824, "Memory/Thread leak due to FT timeout virtual threads", with
 * a timeout of eight seconds.
 */
final class TimeoutSleepers {
  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    run.repeat(
        5,
        round -> {
          Thread timeout = run.threads.newThread(Run.task(() -> Thread.sleep(8000)));
          timeout.start();
        });
  }
}
