/** Starts virtual threads. */
final class VirtualStarter implements Starter {
  VirtualStarter() {}

  @Override
  public void start(String name, Runnable task) {
    Thread.ofVirtual().name(name).start(task);
  }
}
