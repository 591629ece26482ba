package io.github.threadleak.benchmark.harness;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The programs that are measured, {@code src/programs}. Each JDK runs what its own compiler made,
 * so that they call virtual threads as an application does, not by reflection, whose frames would
 * be part of every stack; the module itself is compiled for 17. They stand on the demo service and
 * its libraries.
 */
final class Programs {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path project;
  private final Path scratch;
  private final Map<Integer, String> compiled = new HashMap<>();

  Programs(Path project, Path scratch) {
    this.project = project;
    this.scratch = scratch;
  }

  String classPath(Jdk jdk) throws IOException, InterruptedException, ChildFailed {
    String classPath = compiled.get(jdk.feature());
    if (classPath == null) {
      classPath = compile(jdk);
      compiled.put(jdk.feature(), classPath);
    }
    return classPath;
  }

  Path classFile(Jdk jdk, String name) throws IOException, InterruptedException, ChildFailed {
    classPath(jdk);
    return classes(jdk).resolve(name.replace('.', '/') + ".class");
  }

  private Path classes(Jdk jdk) {
    return scratch.resolve("programs-" + jdk.feature());
  }

  private String compile(Jdk jdk) throws IOException, InterruptedException, ChildFailed {
    Path classes = classes(jdk);
    Path service = project.resolve("demo-service").resolve("target");
    String libraries =
        service.resolve("threadleak-demo-service.jar")
            + File.pathSeparator
            + service.resolve("lib").resolve("*");
    List<String> command = new ArrayList<>();
    command.addAll(List.of(jdk.tool("javac").toString(), "-g", "-Xlint:all", "-Werror"));
    command.addAll(List.of("-proc:none", "-cp", libraries, "-d", classes.toString()));
    try (Stream<Path> files = Files.walk(project.resolve("benchmarks/src/programs/java"))) {
      files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(command::add);
    }
    try (Child javac = Child.start(command)) {
      javac.awaitSuccess(PATIENCE);
    }
    return classes + File.pathSeparator + libraries;
  }
}
