package io.github.threadleak;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.security.AllPermission;
import java.security.CodeSource;
import java.security.Permissions;
import java.security.ProtectionDomain;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/**
 * Loads the agent's classes and libraries from where the system class loader does not see them: the
 * entry {@code io/github/threadleak/isolated/a/b/C.classdata} holds class {@code a.b.C}.
 *
 * <p>Its parent is the platform class loader in an instrumented JVM, so that neither side meets the
 * other's classes. The class loader lives as long as the agent; after a detach nothing in the JVM
 * refers to it.
 */
public final class IsolatedClassLoader extends ClassLoader
    implements Consumer<Function<@Nullable Object[], @Nullable Object>> {
  private static final String PREFIX = "io/github/threadleak/isolated/";

  static {
    registerAsParallelCapable();
  }

  // Kept open for the loader's life: the application may replace the file, and an open one stays
  // readable.
  private final JarFile jar;
  private final ProtectionDomain domain;

  private @Nullable Function<@Nullable Object[], @Nullable Object> entry;

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

  @Override
  public void accept(Function<@Nullable Object[], @Nullable Object> handed) {
    entry = handed;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
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
