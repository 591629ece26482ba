import java.util.Random;
import java.util.concurrent.CountDownLatch;

/** Very many small objects that refer to each other at random, and a few hundred leaked threads. */
public class ProveLarge {
  static final class Item {
    Object left;
    Object right;
    int number;
  }

  static Object[][] items;

  public static void main(String[] arguments) throws Exception {
    int millions = Integer.parseInt(arguments[0]);
    Random random = new Random(1);
    items = new Object[millions][1_000_000];
    for (Object[] some : items) {
      for (int i = 0; i < some.length; i++) {
        Item item = new Item();
        item.number = i;
        Object[] others = items[random.nextInt(millions)];
        item.left = others[random.nextInt(others.length)];
        item.right = i == 0 ? null : some[random.nextInt(i)];
        some[i] = item;
      }
    }
    for (int i = 0; i < 300; i++) {
      leak();
    }
    Thread.sleep(1000);
    System.out.println("READY");
    System.in.read();
  }

  private static void leak() {
    CountDownLatch latch = new CountDownLatch(1);
    Item held = new Item();
    Thread thread =
        new Thread(
            () -> {
              try {
                latch.await();
                held.number++;
              } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
              }
            },
            "leak-latch");
    thread.setDaemon(true);
    thread.start();
  }
}
