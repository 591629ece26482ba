package io.github.threadleak.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/**
 * The classes of start-up are packed together for the sake of time; {@code -Dregenerate=true} makes
 * the list again, from what every JDK found here loads before main.
 */
class StartupClassesIT {
  private static final Path LIST = Path.of("src/startup/classes.txt");
  private static final String HIDDEN = "io/github/threadleak/isolated/";

  /** The agent's own threads run beside main, and load some of theirs before or after it. */
  private static final int MOST_BY_CHANCE = 12;

  private static final Pattern LOADED =
      Pattern.compile(
          "\\] (io\\.github\\.threadleak\\.\\S+) source: file:.*threadleak-agent\\.jar");

  @Test
  void theListNamesWhatIsLoadedBeforeMain() throws IOException {
    Set<String> loaded = new TreeSet<>();
    for (Jdk jdk : Jdks.found()) {
      loaded.addAll(loadedBeforeMain(jdk));
    }
    if (Boolean.getBoolean("regenerate")) {
      Files.write(LIST, loaded);
    }
    Set<String> listed = new TreeSet<>(Files.readAllLines(LIST));
    Set<String> missing = new TreeSet<>(loaded);
    missing.removeAll(listed);
    listed.removeAll(loaded);

    assertThat(loaded).hasSizeGreaterThan(100);
    assertThat(missing).as("not listed").hasSizeLessThanOrEqualTo(MOST_BY_CHANCE);
    // Some are loaded by one JDK alone, which need not be here.
    assertThat(listed).as("listed in vain").hasSizeLessThanOrEqualTo(2 * MOST_BY_CHANCE);
  }

  @Test
  void thePackHoldsTheClassesOfTheJar() throws IOException {
    List<String> packed = new ArrayList<>();
    try (JarFile jar = new JarFile(ForkedJvm.AGENT_JAR.toFile());
        DataInputStream pack =
            new DataInputStream(jar.getInputStream(jar.getEntry(HIDDEN + "startup.classes")))) {
      while (true) {
        int length = pack.read();
        if (length < 0) {
          break;
        }
        length = length << 24 | pack.readUnsignedByte() << 16 | pack.readUnsignedShort();
        String name = new String(pack.readNBytes(length), StandardCharsets.UTF_8);
        packed.add(name);
        byte[] bytes = pack.readNBytes(pack.readInt());
        ZipEntry entry = jar.getEntry(HIDDEN + name.replace('.', '/') + ".classdata");
        assertThat(bytes).as(name).isEqualTo(jar.getInputStream(entry).readAllBytes());
      }
    }
    assertThat(packed).isEqualTo(Files.readAllLines(LIST));
  }

  private static Set<String> loadedBeforeMain(Jdk jdk) throws IOException {
    Finished run =
        Finished.run(
            List.of(
                jdk.tool("java").toString(),
                "-javaagent:" + ForkedJvm.AGENT_JAR + "=port=0,log=off",
                "-Xlog:class+load:stdout",
                "-cp",
                Programs.of(jdk).toString(),
                "EmptyMain"));
    assertThat(run.exitCode()).as(run.stderr()).isZero();
    Set<String> loaded = new TreeSet<>();
    for (String line : run.stdout().lines().toList()) {
      if (line.contains("] EmptyMain source: ")) {
        break;
      }
      Matcher matcher = LOADED.matcher(line);
      if (matcher.find()) {
        loaded.add(matcher.group(1));
      }
    }
    loaded.remove("io.github.threadleak.Agent");
    loaded.removeIf(name -> name.startsWith("io.github.threadleak.IsolatedClassLoader"));
    loaded.removeIf(name -> name.contains("$$Lambda"));
    return loaded;
  }
}
