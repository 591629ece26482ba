package io.github.threadleak.benchmark.report;

/** A part of a section. */
interface Block {
  /** Ends with a line break. */
  String markdown();
}
