/** The entry class of {@code benchmarks/run}, and the list of all benchmarks. */
@NullMarked
package io.github.threadleak.benchmark;

import org.jspecify.annotations.NullMarked;
