import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlinx.coroutines.Dispatchers;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.tomcat.util.threads.TaskQueue;
import org.apache.tomcat.util.threads.ThreadPoolExecutor;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ReservedThreadExecutor;
import org.jboss.threads.EnhancedQueueExecutor;

/** The loops of libraries that wait for events and for tasks. */
final class LibraryWays {
  private static final String IDLE = "idle pool worker";
  private static final List<Object> KEPT = new ArrayList<>();

  private LibraryWays() {}

  static List<Way> ways() {
    return List.of(
        Way.found("selector", "netty epoll", "", () -> loop("epoll", EpollIoHandler.newFactory())),
        Way.found("selector", "netty nio", "", () -> loop("nio", NioIoHandler.newFactory())),
        Way.found(
            IDLE,
            "netty executor",
            "io.netty.util.concurrent.SingleThreadEventExecutor",
            LibraryWays::nettyExecutor),
        Way.found(
            IDLE,
            "globalEventExecutor-*",
            "io.netty.util.concurrent.GlobalEventExecutor",
            () -> GlobalEventExecutor.INSTANCE.schedule(() -> {}, 1, TimeUnit.HOURS)),
        Way.found(
            IDLE, "jetty-*", "org.eclipse.jetty.util.thread.QueuedThreadPool", LibraryWays::jetty),
        Way.found(
            IDLE,
            "reserved jetty",
            "org.eclipse.jetty.util.thread.ReservedThreadExecutor",
            LibraryWays::jettyReserved),
        Way.found(IDLE, "tomcat", "org.apache.tomcat.util.threads.TaskQueue", () -> tomcat(false)),
        Way.found(
            IDLE,
            "tomcat with a timeout",
            "org.apache.tomcat.util.threads.TaskQueue",
            () -> tomcat(true)),
        Way.found(IDLE, "jboss", "org.jboss.threads.EnhancedQueueExecutor", LibraryWays::jboss),
        Way.found(IDLE, "DefaultDispatcher-worker-*", "", LibraryWays::kotlin),
        Way.of("selector", "Kafka consumer", LibraryWays::kafka));
  }

  private static void loop(String name, IoHandlerFactory handlers) throws Exception {
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, named("netty " + name), handlers);
    KEPT.add(group);
    group.submit(() -> {}).get();
  }

  private static void nettyExecutor() throws Exception {
    DefaultEventExecutorGroup group = new DefaultEventExecutorGroup(1, named("netty executor"));
    KEPT.add(group);
    group.submit(() -> {}).get();
  }

  private static void jetty() throws Exception {
    QueuedThreadPool pool = new QueuedThreadPool(4, 2);
    pool.setName("jetty");
    pool.setReservedThreads(0);
    pool.setDaemon(true);
    pool.start();
    KEPT.add(pool);
  }

  private static void jettyReserved() throws Exception {
    Executor executor = task -> named("reserved jetty").newThread(task).start();
    ReservedThreadExecutor reserved = new ReservedThreadExecutor(executor, 1);
    reserved.start();
    KEPT.add(reserved);
    // there is none yet, and asking makes one
    Told.check(!reserved.tryExecute(() -> {}), "a thread was reserved already");
  }

  private static void tomcat(boolean timed) {
    TaskQueue queue = new TaskQueue();
    String name = timed ? "tomcat with a timeout" : "tomcat";
    ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, 1, TimeUnit.HOURS, queue, named(name));
    queue.setParent(pool);
    pool.allowCoreThreadTimeOut(timed);
    pool.execute(() -> {});
    KEPT.add(pool);
  }

  private static void jboss() {
    EnhancedQueueExecutor pool =
        new EnhancedQueueExecutor.Builder()
            .setCorePoolSize(1)
            .setMaximumPoolSize(1)
            .setThreadFactory(named("jboss"))
            .build();
    pool.execute(() -> {});
    KEPT.add(pool);
  }

  private static void kotlin() {
    Dispatchers.getDefault().dispatch(EmptyCoroutineContext.INSTANCE, () -> {});
  }

  /** The broker takes the connection and says nothing. */
  private static void kafka() throws Exception {
    try (ServerSocket broker = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        KafkaConsumer<String, String> consumer =
            new KafkaConsumer<>(
                Map.of(
                    "bootstrap.servers",
                    "127.0.0.1:" + broker.getLocalPort(),
                    "group.id",
                    "reasons"),
                new StringDeserializer(),
                new StringDeserializer())) {
      consumer.subscribe(List.of("topic"));
      consumer.poll(Duration.ofHours(1));
    }
  }

  private static ThreadFactory named(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
