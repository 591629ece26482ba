package io.github.threadleak.it;

/** What a program knows to be alive at one place: the line {@code EXPECT kind count culprit}. */
record Expectation(String kind, long count, String culprit) {
  static Expectation parse(String line) {
    String[] words = line.split(" ", 4);
    return new Expectation(words[1], Long.parseLong(words[2]), words[3]);
  }
}
