/**
 * What recording costs the application: spawning, working, serving, starting up, keeping threads.
 * One class for each benchmark; the programs that they run are in {@code src/programs}.
 */
@NullMarked
package io.github.threadleak.benchmark.cost;

import org.jspecify.annotations.NullMarked;
