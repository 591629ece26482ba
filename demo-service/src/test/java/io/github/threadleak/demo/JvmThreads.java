package io.github.threadleak.demo;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.PlatformManagedObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of all live threads of this JVM, virtual ones too. */
public final class JvmThreads {
  private static final Pattern NAME = Pattern.compile("\"name\": \"([^\"]*)\"");

  private JvmThreads() {}

  public static List<String> names() {
    if (Runtime.version().feature() < 21) {
      return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
    }
    try {
      List<String> names = new ArrayList<>();
      Matcher name = NAME.matcher(dumpOfJdk21());
      while (name.find()) {
        names.add(name.group(1));
      }
      return names;
    } catch (IOException | ReflectiveOperationException failed) {
      throw new AssertionError(failed);
    }
  }

  // HotSpotDiagnosticMXBean.dumpThreads, by reflection: it came with 21, and it is the one that
  // sees virtual threads.
  private static String dumpOfJdk21() throws IOException, ReflectiveOperationException {
    Class<?> type = Class.forName("com.sun.management.HotSpotDiagnosticMXBean");
    Object bean = ManagementFactory.getPlatformMXBean(type.asSubclass(PlatformManagedObject.class));
    Class<?> format = Class.forName(type.getName() + "$ThreadDumpFormat");
    Object json = format.getField("JSON").get(null);
    Path file = Files.createTempDirectory("threads").resolve("dump.json");
    type.getMethod("dumpThreads", String.class, format).invoke(bean, file.toString(), json);
    String dump = Files.readString(file);
    Files.delete(file);
    Files.delete(file.getParent());
    return dump;
  }
}
