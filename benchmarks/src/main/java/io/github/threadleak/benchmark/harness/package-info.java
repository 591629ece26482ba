/**
 * Starts JVMs, lets them take turns, and makes medians and ratios of what they tell. Knows the JDKs
 * and the jars; not what is measured, nor how a figure is printed.
 */
@NullMarked
package io.github.threadleak.benchmark.harness;

import org.jspecify.annotations.NullMarked;
