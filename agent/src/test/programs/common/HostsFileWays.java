import java.net.InetAddress;
import java.util.List;

/** Looking names up where a file of hosts stands for the name service, and cannot be read. */
final class HostsFileWays {
  private HostsFileWays() {}

  static List<Way> ways() {
    return List.of(
        Way.of(
            "name lookup",
            "of a host in a file",
            "java.net.InetAddress",
            () -> InetAddress.getByName("nowhere")),
        Way.of(
            "name lookup",
            "of an address in a file",
            () -> InetAddress.getByAddress(new byte[] {10, 1, 2, 3}).getHostName()));
  }
}
