package io.github.threadleak.benchmark.harness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The command line of a JVM that runs one of the programs: {@code Jvm.on(jdk).variant(v)…}. */
public final class Jvm {
  private final Jdk jdk;
  private final List<String> arguments = new ArrayList<>();

  private Jvm(Jdk jdk) {
    this.jdk = jdk;
  }

  public static Jvm on(Jdk jdk) {
    return new Jvm(jdk);
  }

  public Jvm variant(Variant variant) {
    arguments.addAll(variant.jvmArguments());
    return this;
  }

  /** Further arguments of the JVM, such as {@code -Xmx2g}. */
  public Jvm with(String... jvmArguments) {
    arguments.addAll(List.of(jvmArguments));
    return this;
  }

  /** Starts a main class from {@code src/programs} or from the libraries. */
  public Child run(Workbench workbench, String mainClass, Object... programArguments)
      throws IOException, InterruptedException, ChildFailed {
    List<String> command = new ArrayList<>();
    command.add(jdk.tool("java").toString());
    command.addAll(arguments);
    command.addAll(List.of("-cp", workbench.programs(jdk), mainClass));
    Stream.of(programArguments).map(String::valueOf).forEach(command::add);
    return Child.start(command);
  }
}
