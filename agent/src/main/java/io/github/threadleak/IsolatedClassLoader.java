package io.github.threadleak;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.AllPermission;
import java.security.CodeSource;
import java.security.Permissions;
import java.security.ProtectionDomain;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/**
 * Loads the agent's classes and libraries from where the system class loader does not see them: the
 * entry {@code io/github/threadleak/isolated/a/b/C.classdata} holds class {@code a.b.C}. Those that
 * are loaded before the application's main are in one entry besides, one after the other: to find,
 * open and inflate an entry takes code that is not compiled yet longer than to define a class.
 *
 * <p>Its parent is the platform class loader in an instrumented JVM, so that neither side meets the
 * other's classes. The class loader lives as long as the agent; after a detach nothing in the JVM
 * refers to it.
 */
public final class IsolatedClassLoader extends ClassLoader
    implements Consumer<Function<@Nullable Object[], @Nullable Object>> {
  private static final String PREFIX = "io/github/threadleak/isolated/";

  /** For each class the length of its name, the name, its length, the class. */
  private static final String STARTUP = PREFIX + "startup.classes";

  /** The classes of start-up, and where each begins. Immutable. */
  private static final class Startup {
    private final ByteBuffer all;
    private final Map<String, Integer> beginnings = new HashMap<>();

    Startup(byte[] bytes) {
      all = ByteBuffer.wrap(bytes);
      int at = 0;
      while (at < bytes.length) {
        int end = at + 4 + all.getInt(at);
        beginnings.put(new String(bytes, at + 4, end - at - 4, StandardCharsets.UTF_8), end);
        at = end + 4 + all.getInt(end);
      }
    }

    @Nullable ByteBuffer find(String name) {
      Integer beginning = beginnings.get(name);
      return beginning == null ? null : all.slice(beginning + 4, all.getInt(beginning));
    }
  }

  static {
    registerAsParallelCapable();
  }

  // Kept open for the loader's life: the application may replace the file, and an open one stays
  // readable.
  private final JarFile jar;
  private final ProtectionDomain domain;

  private @Nullable Function<@Nullable Object[], @Nullable Object> entry;
  private volatile @Nullable Startup startup;

  public IsolatedClassLoader(File jarFile, ClassLoader parent) throws IOException {
    super("threadleak", parent);
    jar = new JarFile(jarFile, false);
    Permissions all = new Permissions();
    all.add(new AllPermission());
    CodeSource source =
        new CodeSource(jarFile.toURI().toURL(), (java.security.cert.Certificate[]) null);
    domain = new ProtectionDomain(source, all);
  }

  /**
   * Initialises the class of that name, which hands its entry point over to {@link #accept}. A
   * reflective call instead would have the JDK spin method handles before the application's main: a
   * part of everybody's start-up.
   */
  public Function<@Nullable Object[], @Nullable Object> entry(String className)
      throws ClassNotFoundException {
    Class.forName(className, true, this);
    Function<@Nullable Object[], @Nullable Object> handed = entry;
    if (handed == null) {
      throw new ClassNotFoundException(className + " has no entry point");
    }
    return handed;
  }

  /** Reads the classes of start-up ahead; {@link #forgetStartup} lets go of them. */
  public void readStartup() throws IOException {
    byte[] bytes = read(STARTUP);
    startup = bytes == null ? null : new Startup(bytes);
  }

  public void forgetStartup() {
    startup = null;
  }

  @Override
  public void accept(Function<@Nullable Object[], @Nullable Object> handed) {
    entry = handed;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    Startup ahead = startup;
    ByteBuffer packed = ahead == null ? null : ahead.find(name);
    if (packed != null) {
      return defineClass(name, packed, domain);
    }
    byte[] bytes;
    try {
      bytes = read(PREFIX.concat(name.replace('.', '/')).concat(".classdata"));
    } catch (IOException unreadable) {
      throw new ClassNotFoundException(name, unreadable);
    }
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length, domain);
  }

  @Override
  protected @Nullable URL findResource(String name) {
    try {
      byte[] bytes = read(PREFIX.concat(name));
      return bytes == null ? null : inMemory(name, bytes);
    } catch (IOException unreadable) {
      return null;
    }
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    try {
      byte[] bytes = read(PREFIX.concat(name));
      return bytes == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(bytes);
    } catch (IOException unreadable) {
      return null;
    }
  }

  private byte @Nullable [] read(String entryName) throws IOException {
    ZipEntry entry = jar.getEntry(entryName);
    if (entry == null) {
      return null;
    }
    try (InputStream in = jar.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  // Not a jar: URL, whose connection would open the file again and cache it for the life of the
  // JVM.
  private static URL inMemory(String name, byte[] bytes) throws MalformedURLException {
    URLStreamHandler handler =
        new URLStreamHandler() {
          @Override
          protected URLConnection openConnection(URL url) {
            return new URLConnection(url) {
              @Override
              public void connect() {}

              @Override
              public InputStream getInputStream() {
                return new ByteArrayInputStream(bytes);
              }
            };
          }
        };
    return new URL(null, "threadleak:/" + name, handler);
  }
}
