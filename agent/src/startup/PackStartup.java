import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Part of the build: {@code java PackStartup.java JAR LIST OUT} puts the listed classes of the jar
 * one after the other, as {@code IsolatedClassLoader} reads them: for each the length of its name,
 * the name, its own length, the class. A class that is not there fails the build: the list is made
 * again by {@code StartupClassesIT}.
 */
final class PackStartup {
  private PackStartup() {}

  public static void main(String[] arguments) throws IOException {
    try (ZipFile jar = new ZipFile(arguments[0]);
        DataOutputStream out =
            new DataOutputStream(
                new BufferedOutputStream(Files.newOutputStream(Path.of(arguments[2]))))) {
      for (String name : Files.readAllLines(Path.of(arguments[1]))) {
        ZipEntry entry = jar.getEntry(name.replace('.', '/') + ".class");
        if (entry == null) {
          System.err.println(arguments[1] + " lists " + name + ", which the agent does not have");
          System.exit(1);
        }
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
        try (InputStream in = jar.getInputStream(entry)) {
          byte[] bytes = in.readAllBytes();
          out.writeInt(bytes.length);
          out.write(bytes);
        }
      }
    }
  }
}
