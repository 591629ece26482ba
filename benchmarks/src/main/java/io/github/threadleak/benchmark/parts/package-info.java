/**
 * Runs the JMH benchmarks of the agent's single parts, which stand in the agent's own packages, and
 * makes a section of what JMH found.
 */
@NullMarked
package io.github.threadleak.benchmark.parts;

import org.jspecify.annotations.NullMarked;
