package io.github.threadleak.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JdksIT {
  @Test
  void findsEveryJdkWithLongTermSupport() {
    assertThat(Jdks.found()).extracting(Jdk::feature).doesNotHaveDuplicates().isNotEmpty();
    assertThat(ForkedJvm.AGENT_JAR).isRegularFile();
    Tools.need(Jdks.missing().isEmpty(), "JDK " + Jdks.missing());
  }
}
