/**
 * Leaks as production wrote them, each beside its fix: {@code X} leaks, {@code XFixed} does not,
 * and a diff of the two is the lesson. Nothing here knows that it is watched.
 */
@NullMarked
package io.github.threadleak.demo.scenario;

import org.jspecify.annotations.NullMarked;
