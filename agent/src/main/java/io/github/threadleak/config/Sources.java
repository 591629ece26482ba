package io.github.threadleak.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The places besides the agent's arguments that options are read from. */
public interface Sources {
  /** The system property of that name, or null. */
  @Nullable String systemProperty(String name);

  /** The environment variable of that name, or null. */
  @Nullable String environmentVariable(String name);

  /**
   * The properties file at that path.
   *
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if it is not a properties file
   */
  Properties file(Path path) throws IOException;

  /** The properties, environment and files of this process. */
  final class OfThisProcess implements Sources {
    @Override
    public @Nullable String systemProperty(String name) {
      return System.getProperty(name);
    }

    @Override
    public @Nullable String environmentVariable(String name) {
      return System.getenv(name);
    }

    @Override
    public Properties file(Path path) throws IOException {
      Properties properties = new Properties();
      try (InputStream in = Files.newInputStream(path)) {
        properties.load(in);
      }
      return properties;
    }
  }
}
