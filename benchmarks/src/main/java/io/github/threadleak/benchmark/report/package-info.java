/**
 * What a benchmark hands back, and how it is written: markdown, SVG plots, the generated part of
 * docs/benchmarks.md. Knows nothing of how a figure came to be.
 */
@NullMarked
package io.github.threadleak.benchmark.report;

import org.jspecify.annotations.NullMarked;
