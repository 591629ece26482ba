package io.github.threadleak.benchmark;

import java.util.ArrayList;
import java.util.List;

/**
 * What {@code benchmarks/run} was asked for.
 *
 * @param names the benchmarks to run; all of them where none was named
 * @param write whether docs/benchmarks.md gets the result
 */
record Arguments(List<String> names, int rounds, boolean write, boolean list) {
  static final int DEFAULT_ROUNDS = 5;

  static final String USAGE =
      """
      usage: benchmarks/run [NAME...] [--rounds N] [--write] [--list]

        NAME        only this one; --list says which there are. Default: all, and --write
        --rounds N  measured rounds of each comparison (1 to 99; default %d), after one that is not counted
        --write     put the result into docs/benchmarks.md and docs/plots
        --list      list the benchmarks

      Tables go to standard output, progress to standard error.
      """
          .formatted(DEFAULT_ROUNDS);

  /**
   * @throws IllegalArgumentException with one line that says what is wrong
   */
  static Arguments parse(String[] words, List<String> known) {
    List<String> names = new ArrayList<>();
    int rounds = DEFAULT_ROUNDS;
    boolean write = false;
    boolean list = false;
    for (int i = 0; i < words.length; i++) {
      switch (words[i]) {
        case "--rounds" -> rounds = rounds(++i < words.length ? words[i] : "");
        case "--write" -> write = true;
        case "--list" -> list = true;
        default -> {
          if (!known.contains(words[i])) {
            throw new IllegalArgumentException(
                words[i] + ": no such benchmark; there are " + String.join(", ", known));
          }
          names.add(words[i]);
        }
      }
    }
    return new Arguments(
        names.isEmpty() ? known : List.copyOf(names), rounds, write || names.isEmpty(), list);
  }

  private static int rounds(String word) {
    if (!word.matches("[1-9][0-9]?")) {
      throw new IllegalArgumentException("--rounds " + word + ": must be a number from 1 to 99");
    }
    return Integer.parseInt(word);
  }
}
