package program;

import io.github.threadleak.demo.service.DemoService;

/** The demo service, which says when its main method begins and when it answers. */
final class DemoStart {
  private DemoStart() {}

  public static void main(String[] arguments) {
    System.out.println("main");
    DemoService.start(0);
    System.out.println("ready");
    System.exit(0);
  }
}
