package io.github.threadleak.it;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.AnnotationConsumer;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** Gives the JDKs that {@link OnEveryJdk} asks for. */
final class JdkArguments implements ArgumentsProvider, AnnotationConsumer<OnEveryJdk> {
  private int from;
  private int to;

  @Override
  public void accept(OnEveryJdk bounds) {
    from = bounds.from();
    to = bounds.to();
  }

  @Override
  public Stream<? extends Arguments> provideArguments(
      ParameterDeclarations parameters, ExtensionContext context) {
    List<Jdk> jdks =
        Jdks.found().stream().filter(jdk -> jdk.feature() >= from && jdk.feature() <= to).toList();
    Tools.need(!jdks.isEmpty(), "a JDK from " + from + " to " + to);
    return jdks.stream().map(Arguments::of);
  }
}
