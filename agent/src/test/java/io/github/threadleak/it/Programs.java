package io.github.threadleak.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The test programs under {@code src/test/programs}, compiled once in a test run for each JDK, by
 * that JDK's own javac: {@code common} everywhere, {@code from21} from that version up, {@code
 * on21} and {@code on25} with the preview API of that one version, {@code modular} as a module,
 * {@code libraries} beside the jars that the tests run with. {@code corpus} holds the programs that
 * the verdicts are held to account with, in folders of the same meaning.
 */
final class Programs {
  private static final Path SOURCES = Path.of("src/test/programs");

  /** Tests run in two JVMs, and each compiles for itself. */
  private static final Path TARGET = ownFolder();

  private static final Map<String, Path> COMPILED = new HashMap<>();

  private Programs() {}

  private static Path ownFolder() {
    Path folder = Path.of("target", "programs", String.valueOf(ProcessHandle.current().pid()));
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    delete(folder);
                  } catch (IOException left) {
                    // the next clean build deletes it
                  }
                }));
    return folder;
  }

  static synchronized Path of(Jdk jdk) {
    return COMPILED.computeIfAbsent(
        "plain " + jdk.feature(),
        key -> {
          List<Path> sources = new ArrayList<>(sources("common"));
          sources.addAll(sources("corpus/common"));
          if (jdk.hasVirtualThreads()) {
            sources.addAll(sources("from21"));
            sources.addAll(sources("corpus/from21"));
          }
          return compile(jdk, String.valueOf(jdk.feature()), sources, List.of());
        });
  }

  /**
   * Programs that use a preview API of exactly this JDK; they run with {@code --enable-preview}.
   */
  static synchronized Path previewOf(Jdk jdk) {
    Path plain = of(jdk);
    return COMPILED.computeIfAbsent(
        "preview " + jdk.feature(),
        key ->
            compile(
                jdk,
                jdk.feature() + "-preview",
                sources("on" + jdk.feature()),
                List.of(
                    "--enable-preview",
                    "--release",
                    String.valueOf(jdk.feature()),
                    "-cp",
                    plain.toString())));
  }

  /** Programs that use {@link #libraries}. */
  static synchronized Path withLibraries(Jdk jdk) {
    Path plain = of(jdk);
    return COMPILED.computeIfAbsent(
        "libraries " + jdk.feature(),
        key -> {
          List<Path> classPath = new ArrayList<>(libraries());
          classPath.add(plain);
          return compile(
              jdk,
              jdk.feature() + "-libraries",
              sources("libraries"),
              List.of("-cp", String.join(":", classPath.stream().map(Path::toString).toList())));
        });
  }

  /** The jars that the tests run with: the libraries are among them. */
  static List<Path> libraries() {
    return Stream.of(System.getProperty("java.class.path").split(":"))
        .filter(entry -> entry.endsWith(".jar"))
        .map(Path::of)
        .toList();
  }

  /** The folder of a module {@code modular} that requires nothing but java.base. */
  static synchronized Path moduleOf(Jdk jdk) {
    return COMPILED.computeIfAbsent(
        "module " + jdk.feature(),
        key -> compile(jdk, jdk.feature() + "-module", sources("modular"), List.of()));
  }

  static boolean hasPreview(Jdk jdk) {
    return Files.isDirectory(SOURCES.resolve("on" + jdk.feature()));
  }

  /** The sources in a folder of the test programs, sorted. */
  static List<Path> sources(String folder) {
    try (Stream<Path> files = Files.walk(SOURCES.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Path compile(Jdk jdk, String folder, List<Path> sources, List<String> options) {
    Path classes = TARGET.resolve(folder).toAbsolutePath();
    try {
      delete(classes);
      Files.createDirectories(classes);
      List<String> command = new ArrayList<>();
      command.addAll(
          List.of(jdk.tool("javac").toString(), "-g", "-nowarn", "-d", classes.toString()));
      command.addAll(options);
      sources.forEach(source -> command.add(source.toString()));
      Finished javac = Finished.run(command);
      assertThat(javac.exitCode()).as(() -> jdk + " javac: " + javac.output()).isZero();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return classes;
  }

  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
