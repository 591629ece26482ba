package io.github.threadleak.it;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** A test that takes a {@link Jdk} and runs once for each JDK found, within the bounds. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0}")
@ArgumentsSource(JdkArguments.class)
@ExtendWith(DumpOnFailure.class)
@interface OnEveryJdk {
  int from() default Jdks.OLDEST;

  int to() default Jdks.NEWEST;
}
