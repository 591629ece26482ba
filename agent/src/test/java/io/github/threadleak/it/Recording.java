package io.github.threadleak.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The stacks of threads that wait in known ways, by the JDK's own account, for a test that needs no
 * such JDK: {@code parking/stacks-17.txt} and its like among the test's resources.
 */
final class Recording {
  private static final Path FOLDER =
      Path.of("src/test/resources/io/github/threadleak/parking").toAbsolutePath();

  private final Map<Integer, List<String>> byVersion = new TreeMap<>();

  /** Adds a thread for each way. */
  void add(ForkedJvm jvm, List<ReasonsIT.Way> ways) throws Exception {
    jvm.send("stacks");
    jvm.awaitLine("DESCRIBED");
    List<String[]> threads =
        jvm.stdout().stream()
            .filter(line -> line.startsWith("THREAD\t"))
            .map(line -> line.split("\t"))
            .toList();
    List<String> stanzas = byVersion.computeIfAbsent(jvm.jdk().feature(), v -> new ArrayList<>());
    for (ReasonsIT.Way way : ways) {
      threads.stream()
          .filter(words -> way.isGoneBy(words[1]))
          .forEach(words -> stanzas.add(stanza(way, words)));
    }
  }

  void write() throws IOException {
    Files.createDirectories(FOLDER);
    for (Map.Entry<Integer, List<String>> version : byVersion.entrySet()) {
      List<String> stanzas = version.getValue();
      Collections.sort(stanzas);
      Files.writeString(
          FOLDER.resolve("stacks-" + version.getKey() + ".txt"),
          "# Made by ReasonsIT with -Dregenerate=true\n\n"
              + String.join("\n", stanzas.stream().distinct().toList()));
    }
  }

  private static String stanza(ReasonsIT.Way way, String[] words) {
    StringBuilder text = new StringBuilder();
    text.append(way.thread()).append('\n');
    text.append("reason ").append(way.reason()).append('\n');
    text.append("state ").append(words[2]).append('\n');
    if (!words[3].equals("-")) {
      text.append("blocker ").append(words[3]).append('\n');
      text.append("shown ").append(way.shown()).append('\n');
    }
    for (int i = 4; i < words.length; i++) {
      // the numbers of hidden classes are other ones each time
      text.append("  ").append(words[i].replaceAll("Lambda[$/].*\\.", "Lambda.")).append('\n');
      if (isOfProgram(words[i])) {
        break;
      }
    }
    return text.toString();
  }

  /** The programs' own classes stand in no package. */
  private static boolean isOfProgram(String frame) {
    String name = frame.substring(frame.lastIndexOf('/') + 1);
    return frame.startsWith("null/") && name.indexOf('.') == name.lastIndexOf('.');
  }
}
