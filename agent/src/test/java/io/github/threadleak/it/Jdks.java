package io.github.threadleak.it;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** The JDKs that the tests run against: one for each feature version found on this machine. */
final class Jdks {
  static final int OLDEST = 17;
  static final int NEWEST = 25;

  /** The releases with long-term support, which a machine that claims all tools must have. */
  static final List<Integer> LONG_TERM = List.of(17, 21, 25);

  private static final Map<Integer, Jdk> FOUND = find();

  private Jdks() {}

  static Collection<Jdk> found() {
    return FOUND.values();
  }

  static List<Integer> missing() {
    return LONG_TERM.stream().filter(feature -> !FOUND.containsKey(feature)).toList();
  }

  private static Map<Integer, Jdk> find() {
    Map<Integer, Jdk> byFeature = new TreeMap<>();
    for (Path home : candidates()) {
      int feature = feature(home);
      if (feature >= OLDEST
          && feature <= NEWEST
          && Files.isExecutable(home.resolve("bin").resolve("javac"))) {
        byFeature.putIfAbsent(feature, new Jdk(realPath(home), feature));
      }
    }
    return byFeature;
  }

  private static List<Path> candidates() {
    List<Path> homes = new ArrayList<>();
    homes.add(Path.of(System.getProperty("java.home")));
    new TreeMap<>(System.getenv())
        .forEach(
            (name, value) -> {
              if (name.equals("JAVA_HOME") || name.matches("(JAVA_HOME|JDK)_?[0-9].*")) {
                homes.add(Path.of(value));
              }
            });
    Path user = Path.of(System.getProperty("user.home"));
    homes.addAll(children(Path.of("/usr/lib/jvm")));
    homes.addAll(children(user.resolve(".sdkman/candidates/java")));
    homes.addAll(children(user.resolve(".jdks")));
    for (Path bundle : children(Path.of("/Library/Java/JavaVirtualMachines"))) {
      homes.add(bundle.resolve("Contents/Home"));
    }
    return homes;
  }

  private static List<Path> children(Path folder) {
    List<Path> children = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
        stream.forEach(children::add);
      } catch (IOException unreadable) {
        return List.of();
      }
    }
    children.sort(null);
    return children;
  }

  private static int feature(Path home) {
    Path release = home.resolve("release");
    if (!Files.isReadable(release)) {
      return 0;
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(release)) {
      properties.load(reader);
      String version = properties.getProperty("JAVA_VERSION", "0").replace("\"", "");
      return Integer.parseInt(version.split("[^0-9]", 2)[0]);
    } catch (IOException | NumberFormatException unusable) {
      return 0;
    }
  }

  private static Path realPath(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException unresolvable) {
      return path;
    }
  }
}
