import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.RandomAccessFile;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.Channels;
import java.nio.channels.DatagramChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Waiting for sockets, files and processes. */
final class IoWays {
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private static final int HOUR = 3_600_000;
  private static final byte[] BYTES = new byte[1 << 20];
  private static final List<Object> KEPT = new ArrayList<>();

  private IoWays() {}

  static List<Way> ways() throws Exception {
    InetSocketAddress full = fullBacklog();
    return List.of(
        Way.of("socket accept", "ServerSocket", () -> server().accept()),
        Way.of("socket accept", "ServerSocket with a timeout", IoWays::timedAccept),
        Way.of("socket accept", "ServerSocketChannel", () -> channel().accept()),
        Way.of("socket accept", "adapted channel with a timeout", IoWays::adaptedAccept),
        Way.of("socket read", "Socket", () -> silent().getInputStream().read()),
        Way.of("socket read", "Socket with a timeout", () -> timed(silent())),
        Way.of("socket read", "SocketChannel", () -> silentChannel().read(ByteBuffer.allocate(1))),
        Way.of(
            "socket read",
            "SocketChannel, scattering",
            () -> silentChannel().read(new ByteBuffer[] {ByteBuffer.allocate(1)})),
        Way.of(
            "socket read", "adapted channel with a timeout", () -> timed(silentChannel().socket())),
        Way.of("socket read", "unix domain", () -> unix().read(ByteBuffer.allocate(1))),
        Way.of("socket read", "DatagramSocket", () -> receive(0)),
        Way.of("socket read", "DatagramSocket with a timeout", () -> receive(HOUR)),
        Way.of(
            "socket read",
            "DatagramChannel receive",
            () -> DatagramChannel.open().bind(ANY).receive(ByteBuffer.allocate(1))),
        Way.of("socket read", "DatagramChannel read", IoWays::datagramRead),
        Way.of("socket write", "Socket", IoWays::write),
        Way.of("socket write", "SocketChannel", () -> write(silentChannel())),
        Way.of(
            "socket write",
            "SocketChannel, gathering",
            () -> {
              SocketChannel channel = silentChannel();
              while (channel.isOpen()) {
                channel.write(new ByteBuffer[] {ByteBuffer.wrap(BYTES), ByteBuffer.wrap(BYTES)});
              }
            }),
        Way.of(
            "socket write",
            "adapted channel",
            () -> write(Channels.newChannel(silentChannel().socket().getOutputStream()))),
        Way.of("socket connect", "Socket", () -> new Socket().connect(full)),
        Way.of("socket connect", "Socket with a timeout", () -> new Socket().connect(full, HOUR)),
        Way.of("socket connect", "SocketChannel", () -> SocketChannel.open().connect(full)),
        Way.of(
            "socket connect",
            "adapted channel with a timeout",
            () -> SocketChannel.open().socket().connect(full, HOUR)),
        Way.of("selector", "select", () -> Selector.open().select()),
        Way.of("selector", "timed select", () -> Selector.open().select(HOUR)),
        Way.of("selector", "select with an action", () -> Selector.open().select(key -> {})),
        Way.found("selector", "asynchronous channels", "", IoWays::channelGroup),
        Way.found("selector", "FileSystemWatch*", "", () -> keep(watch())),
        Way.of(
            "future",
            "AsynchronousServerSocketChannel accept",
            "sun.nio.ch.PendingFuture",
            () -> AsynchronousServerSocketChannel.open().bind(ANY).accept().get()),
        Way.of(
            "future",
            "AsynchronousServerSocketChannel timed accept",
            "sun.nio.ch.PendingFuture",
            () -> AsynchronousServerSocketChannel.open().bind(ANY).accept().get(1, TimeUnit.HOURS)),
        Way.of("file I/O", "open", () -> new FileInputStream(Held.pipeFile())),
        Way.of("file I/O", "open for writing", () -> new FileOutputStream(Held.pipeFile())),
        Way.of("file I/O", "FileInputStream", () -> new FileInputStream(open()).read()),
        Way.of("file I/O", "FileInputStream, bytes", () -> new FileInputStream(open()).read(BYTES)),
        Way.of(
            "file I/O",
            "FileOutputStream",
            () -> write(Channels.newChannel((OutputStream) new FileOutputStream(open())))),
        Way.of("file I/O", "FileOutputStream, byte", IoWays::writeByte),
        Way.of(
            "file I/O", "RandomAccessFile", () -> new RandomAccessFile(open(), "rw").read(BYTES)),
        Way.of(
            "file I/O", "RandomAccessFile, byte", () -> new RandomAccessFile(open(), "rw").read()),
        Way.of("file I/O", "RandomAccessFile, writing", IoWays::writeRandomly),
        Way.of("file I/O", "FileChannel open", () -> FileChannel.open(Held.pipe())),
        Way.of("file I/O", "FileChannel read", () -> both().read(ByteBuffer.allocate(1))),
        Way.of("file I/O", "FileChannel write", () -> write(both())),
        Way.of(
            "file I/O",
            "FileChannel lock",
            () -> FileChannel.open(lockedFile(), StandardOpenOption.WRITE).lock()),
        Way.found("file I/O", "transferTo a socket", "", IoWays::startTransfer),
        Way.of("file I/O", "Files.readAllBytes", () -> Files.readAllBytes(Held.pipe())),
        Way.of(
            "file I/O", "Files.newInputStream", () -> Files.newInputStream(open().toPath()).read()),
        Way.of("file I/O", "Pipe source", () -> Pipe.open().source().read(ByteBuffer.allocate(1))),
        Way.of("file I/O", "Pipe sink", () -> write(Pipe.open().sink())),
        Way.of("file I/O", "output of a process", () -> cat().getInputStream().read()),
        Way.of(
            "object wait",
            "PipedInputStream",
            "java.io.PipedInputStream",
            () -> new PipedInputStream(keep(new PipedOutputStream())).read()),
        Way.of("process wait", "waitFor", "java.lang.ProcessImpl", () -> cat().waitFor()),
        Way.of(
            "process wait",
            "timed waitFor",
            "java.lang.ProcessImpl",
            () -> cat().waitFor(1, TimeUnit.HOURS)),
        Way.of(
            "completable future",
            "end of a process",
            "java.util.concurrent.CompletableFuture",
            () -> cat().onExit().join()),
        Way.found("process wait", "process reaper (pid*", "", IoWays::cat),
        Way.of(
            "queue take",
            "WatchService take",
            "java.util.concurrent.LinkedBlockingDeque",
            () -> watch().take()),
        Way.of(
            "queue take",
            "WatchService timed poll",
            "java.util.concurrent.LinkedBlockingDeque",
            () -> watch().poll(1, TimeUnit.HOURS)));
  }

  // ---- sockets

  private static ServerSocket server() throws Exception {
    return keep(new ServerSocket(0, 50, ANY.getAddress()));
  }

  private static ServerSocketChannel channel() throws Exception {
    return keep(ServerSocketChannel.open().bind(ANY));
  }

  private static void timedAccept() throws Exception {
    ServerSocket server = server();
    server.setSoTimeout(HOUR);
    server.accept();
  }

  private static void adaptedAccept() throws Exception {
    ServerSocket server = channel().socket();
    server.setSoTimeout(HOUR);
    server.accept();
  }

  /** Connected to one that neither reads nor writes. */
  private static Socket silent() throws Exception {
    ServerSocket server = server();
    return keep(new Socket(server.getInetAddress(), server.getLocalPort()));
  }

  private static SocketChannel silentChannel() throws Exception {
    return keep(SocketChannel.open(channel().getLocalAddress()));
  }

  private static void timed(Socket socket) throws Exception {
    socket.setSoTimeout(HOUR);
    InputStream in = socket.getInputStream();
    in.read();
  }

  private static SocketChannel unix() throws Exception {
    Path path = Files.createTempFile("threadleak-it", ".sock");
    Files.delete(path);
    SocketAddress address = UnixDomainSocketAddress.of(path);
    keep(ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address));
    return keep(SocketChannel.open(address));
  }

  private static void receive(int timeoutMillis) throws Exception {
    DatagramSocket socket = new DatagramSocket(ANY);
    socket.setSoTimeout(timeoutMillis);
    socket.receive(new DatagramPacket(BYTES, 1));
  }

  private static void datagramRead() throws Exception {
    DatagramChannel peer = keep(DatagramChannel.open().bind(ANY));
    DatagramChannel.open().connect(peer.getLocalAddress()).read(ByteBuffer.allocate(1));
  }

  /** A port whose queue of connections is full, so that Linux answers no more of them. */
  private static InetSocketAddress fullBacklog() throws Exception {
    ServerSocket server = keep(new ServerSocket(0, 1, ANY.getAddress()));
    InetSocketAddress address = (InetSocketAddress) server.getLocalSocketAddress();
    for (int i = 0; i < 8; i++) {
      SocketChannel client = keep(SocketChannel.open());
      client.configureBlocking(false);
      client.connect(address);
    }
    return address;
  }

  private static void channelGroup() throws Exception {
    AsynchronousChannelGroup group =
        AsynchronousChannelGroup.withFixedThreadPool(
            1, task -> new Thread(task, "asynchronous channels"));
    keep(AsynchronousServerSocketChannel.open(group).bind(ANY));
  }

  private static void write() throws Exception {
    OutputStream out = silent().getOutputStream();
    while (true) {
      out.write(BYTES);
    }
  }

  private static void write(WritableByteChannel channel) throws Exception {
    while (channel.isOpen()) {
      channel.write(ByteBuffer.wrap(BYTES));
    }
  }

  // ---- files

  /** A pipe that is open at both ends, with nothing in it. */
  private static java.io.File open() throws Exception {
    java.io.File pipe = Held.pipeFile();
    keep(new RandomAccessFile(pipe, "rw"));
    return pipe;
  }

  private static FileChannel both() throws Exception {
    return FileChannel.open(Held.pipe(), StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static void writeByte() throws Exception {
    OutputStream out = new FileOutputStream(open());
    while (true) {
      out.write(1);
    }
  }

  private static void writeRandomly() throws Exception {
    RandomAccessFile file = new RandomAccessFile(open(), "rw");
    while (true) {
      file.write(BYTES);
    }
  }

  /** A file that another process has locked. */
  private static Path lockedFile() throws Exception {
    Path file = Files.createTempFile("threadleak-it", ".lock");
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "LockHolder",
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Told.check(holder.getInputStream().read() == '!', "nobody locks " + file);
    keep(holder);
    return file;
  }

  private static WatchService watch() throws Exception {
    return FileSystems.getDefault().newWatchService();
  }

  /** In a platform thread: for a virtual one the socket does not block. */
  private static void startTransfer() {
    Thread thread =
        new Thread(
            () -> {
              try {
                transfer();
              } catch (Exception failure) {
                Told.check(false, "transferTo: " + failure);
              }
            },
            "transferTo a socket");
    thread.setDaemon(true);
    thread.start();
  }

  private static void transfer() throws Exception {
    Path file = Files.createTempFile("threadleak-it", ".data");
    Files.write(file, BYTES);
    SocketChannel silent = silentChannel();
    try (FileChannel channel = FileChannel.open(file)) {
      while (silent.isOpen()) {
        channel.transferTo(0, BYTES.length, silent);
      }
    }
  }

  // ---- processes

  /** Reads from us what never comes, and ends with us. */
  private static Process cat() throws Exception {
    return keep(new ProcessBuilder("cat").start());
  }

  private static synchronized <T> T keep(T object) {
    KEPT.add(object);
    return object;
  }
}
