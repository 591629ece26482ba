package corpus;

import java.util.concurrent.CountDownLatch;

/** Two servers, each with a thread that blocks until shutdown, and one that joins the first. */
final class AwaitShutdown {
  private static final CountDownLatch SHUTDOWN = new CountDownLatch(1);

  public static void main(String[] arguments) throws Exception {
    Run run = Run.of(arguments);
    Runtime.getRuntime().addShutdownHook(new Thread(SHUTDOWN::countDown));
    Thread web = run.threads.newThread(Run.task(SHUTDOWN::await));
    web.start();
    Thread admin = run.threads.newThread(Run.task(SHUTDOWN::await));
    admin.start();
    Thread joining = run.threads.newThread(Run.task(web::join));
    joining.start();
    run.repeat(5, round -> {});
  }
}
