import java.net.InetAddress;
import java.util.List;

/** Waiting for a name service that does not answer. */
final class LookupWays {
  private LookupWays() {}

  static List<Way> ways() {
    return List.of(
        Way.of(
            "name lookup",
            "of a host",
            "java.net.InetAddress",
            () -> InetAddress.getAllByName("nowhere")),
        Way.of(
            "name lookup",
            "of the same host",
            "java.net.InetAddress",
            () -> InetAddress.getByName("nowhere")));
  }
}
