package io.github.threadleak.site;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SharedFramesTest {
  private static Frame frame(int line) {
    return new Frame("com.acme.A", "run", "A.java", line, null);
  }

  @Test
  void givesOneObjectForEqualFramesHoweverManyThereAre() {
    SharedFrames frames = new SharedFrames();
    Frame[] first = new Frame[10_000];
    for (int line = 0; line < first.length; line++) {
      first[line] = frames.share(frame(line));
    }

    assertThat(frames.size()).isEqualTo(first.length);
    for (int line = 0; line < first.length; line++) {
      assertThat(frames.share(frame(line))).isSameAs(first[line]);
    }
    assertThat(frames.size()).isEqualTo(first.length);
  }
}
