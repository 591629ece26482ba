package io.github.threadleak.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** One self-contained jar, of which the application's class loader sees two classes. */
class AgentJarIT {
  private static final int JAVA_8 = 52;
  private static final int JAVA_17 = 61;
  private static final String HIDDEN = "io/github/threadleak/isolated/";
  private static final long MOST_BYTES = 4L << 20;

  @Test
  void showsTheApplicationTheEntryClassesAlone() throws IOException {
    assertThat(entries())
        .filteredOn(name -> name.endsWith(".class"))
        .allMatch(
            name ->
                name.matches("io/github/threadleak/(Agent|IsolatedClassLoader)(\\$\\w+)*\\.class"))
        .contains(
            "io/github/threadleak/Agent.class", "io/github/threadleak/IsolatedClassLoader.class");
  }

  @Test
  void keepsItsLibrariesHiddenAndRenamed() throws IOException {
    List<String> classes = entries().stream().filter(name -> name.endsWith(".classdata")).toList();
    assertThat(classes)
        .isNotEmpty()
        .allMatch(name -> name.startsWith(HIDDEN + "io/github/threadleak/"));
    assertThat(classes).anyMatch(name -> name.startsWith(HIDDEN + "io/github/threadleak/shaded/"));
  }

  @Test
  void holdsNothingBeyondClassesResourcesAndTheLicence() throws IOException {
    assertThat(entries())
        .filteredOn(name -> !name.startsWith("io/github/threadleak/"))
        .containsExactlyInAnyOrder("META-INF/MANIFEST.MF", "META-INF/LICENSE");
  }

  @Test
  void hasNoEntryTwice() throws IOException {
    assertThat(entries()).doesNotHaveDuplicates();
  }

  @Test
  void namesItsEntryPoints() throws IOException {
    try (JarFile jar = new JarFile(ForkedJvm.AGENT_JAR.toFile())) {
      Attributes manifest = jar.getManifest().getMainAttributes();
      assertThat(manifest.getValue("Premain-Class")).isEqualTo("io.github.threadleak.Agent");
      assertThat(manifest.getValue("Agent-Class")).isEqualTo("io.github.threadleak.Agent");
      assertThat(manifest.getValue("Main-Class")).isEqualTo("io.github.threadleak.Agent");
      assertThat(manifest.getValue("Can-Retransform-Classes")).isEqualTo("true");
      assertThat(manifest.getValue("Implementation-Version")).isNotBlank();
      assertThat(manifest.getValue("Boot-Class-Path")).isNull();
    }
  }

  @Test
  void loadsItsEntryClassOnAnyJavaAndTheRestFrom17() throws IOException {
    try (JarFile jar = new JarFile(ForkedJvm.AGENT_JAR.toFile())) {
      for (JarEntry entry : jar.stream().toList()) {
        String name = entry.getName();
        if (name.equals("io/github/threadleak/Agent.class")) {
          assertThat(major(jar, entry)).as(name).isEqualTo(JAVA_8);
        } else if (name.endsWith(".class")
            || (name.endsWith(".classdata") && !name.contains("/shaded/"))) {
          assertThat(major(jar, entry)).as(name).isEqualTo(JAVA_17);
        } else if (name.endsWith(".classdata")) {
          assertThat(major(jar, entry)).as(name).isLessThanOrEqualTo(JAVA_17);
        }
      }
    }
  }

  @Test
  void isSmall() throws IOException {
    assertThat(Files.size(ForkedJvm.AGENT_JAR)).isLessThan(MOST_BYTES);
  }

  /** As they stand in the file, so that an entry that is there twice is seen twice. */
  private static List<String> entries() throws IOException {
    List<String> names = new java.util.ArrayList<>();
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(ForkedJvm.AGENT_JAR))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (!entry.isDirectory()) {
          names.add(entry.getName());
        }
      }
    }
    return names;
  }

  private static int major(JarFile jar, JarEntry entry) throws IOException {
    try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
      assertThat(in.readInt()).as(entry.getName()).isEqualTo(0xCAFEBABE);
      in.readUnsignedShort();
      return in.readUnsignedShort();
    }
  }
}
