package io.github.threadleak.benchmark.harness;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The JDKs of this machine, one for each feature version, where the agent's forked-JVM tests look
 * for them too: {@code JAVA_HOME}, variables such as {@code JAVA_HOME_21} or {@code JDK_21}, and
 * the usual folders.
 */
final class Jdks {
  private static final int OLDEST = 17;
  private static final int NEWEST = 25;

  private final TreeMap<Integer, Jdk> byFeature = new TreeMap<>();

  Jdks() {
    for (Path home : candidates()) {
      read(home).ifPresent(jdk -> byFeature.putIfAbsent(jdk.feature(), jdk));
    }
  }

  Collection<Jdk> found() {
    return byFeature.values();
  }

  Optional<Jdk> of(int feature) {
    return Optional.ofNullable(byFeature.get(feature));
  }

  private static List<Path> candidates() {
    List<Path> homes = new ArrayList<>();
    homes.add(Path.of(System.getProperty("java.home")));
    for (Map.Entry<String, String> variable : new TreeMap<>(System.getenv()).entrySet()) {
      if (variable.getKey().matches("JAVA_HOME|(JAVA_HOME|JDK)_?[0-9].*")) {
        homes.add(Path.of(variable.getValue()));
      }
    }
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

  private static Optional<Jdk> read(Path home) {
    Path release = home.resolve("release");
    if (!Files.isReadable(release) || !Files.isExecutable(home.resolve("bin").resolve("javac"))) {
      return Optional.empty();
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(release)) {
      properties.load(reader);
      String version = properties.getProperty("JAVA_VERSION", "0").replace("\"", "");
      int feature = Runtime.Version.parse(version).feature();
      return feature >= OLDEST && feature <= NEWEST
          ? Optional.of(new Jdk(home.toRealPath(), feature, version))
          : Optional.empty();
    } catch (IOException | IllegalArgumentException unusable) {
      return Optional.empty();
    }
  }
}
