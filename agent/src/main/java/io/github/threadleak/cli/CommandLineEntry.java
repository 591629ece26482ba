package io.github.threadleak.cli;

import java.io.File;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where the entry class comes in as a command. Its initializer hands an instance to the class
 * loader that loads it. Takes {the agent's jar, the arguments}; gives the exit status.
 */
public final class CommandLineEntry implements Function<@Nullable Object[], @Nullable Object> {
  static {
    @SuppressWarnings("unchecked")
    Consumer<Object> loader = (Consumer<Object>) (Object) CommandLineEntry.class.getClassLoader();
    loader.accept(new CommandLineEntry());
  }

  private CommandLineEntry() {}

  @Override
  public Object apply(@Nullable Object[] call) {
    File agentJar = (File) call[0];
    String[] arguments = (String[]) call[1];
    if (agentJar == null || arguments == null) {
      throw new IllegalArgumentException("called without the agent's jar");
    }
    return CommandLineMain.run(agentJar, arguments);
  }
}
