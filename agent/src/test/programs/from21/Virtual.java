import java.util.concurrent.ThreadFactory;

/** The threads that JDK 21 added. */
final class Virtual {
  private Virtual() {}

  static ThreadFactory factory() {
    return Thread.ofVirtual().factory();
  }
}
