/**
 * The Prometheus page: turns the books and the last state of the agent into metric families. The
 * only package that sees simpleclient; must not know HTTP.
 */
@NullMarked
package io.github.threadleak.metrics;

import org.jspecify.annotations.NullMarked;
