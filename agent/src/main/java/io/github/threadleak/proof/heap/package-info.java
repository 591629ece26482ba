/**
 * The proof by heap dump: reads a dump of a JVM and finds the threads that nothing reachable could
 * wake. Runs in a process of its own, never inside the JVM that was dumped, and knows of that JVM
 * what the dump says and nothing else.
 */
@NullMarked
package io.github.threadleak.proof.heap;

import org.jspecify.annotations.NullMarked;
