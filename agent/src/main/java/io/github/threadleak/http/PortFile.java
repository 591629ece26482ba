package io.github.threadleak.http;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The file that tells scripts which port was bound. */
public final class PortFile {
  private PortFile() {}

  /**
   * Writes the port and a line end. Whoever polls for the file never reads half of it.
   *
   * @throws IOException whose message is one line that names the file and the reason
   */
  public static void write(Path file, int port) throws IOException {
    Path target = file.toAbsolutePath();
    Path directory = target.getParent();
    if (directory == null) {
      throw new IOException("port-file " + file + " is not a file's name");
    }
    try {
      // Not createTempFile: it draws on SecureRandom, and keeps the file from other users' scripts.
      Path whole =
          directory.resolve(target.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
      try {
        Files.deleteIfExists(whole);
        Files.writeString(whole, port + "\n", StandardOpenOption.CREATE_NEW);
        move(whole, target);
      } finally {
        Files.deleteIfExists(whole);
      }
    } catch (IOException unwritable) {
      throw new IOException("port-file " + file + " cannot be written: " + unwritable, unwritable);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException unsupported) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
