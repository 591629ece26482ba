/** The same with virtual threads. */
public class ProveVirtual {
  public static void main(String[] arguments) throws Exception {
    ProveWays.starter = (name, task) -> Thread.ofVirtual().name(name).start(task);
    ProveWays.run();
  }
}
