/**
 * Puts the agent together inside a JVM, and takes it out again. Knows every other package; none
 * knows it.
 */
@NullMarked
package io.github.threadleak.boot;

import org.jspecify.annotations.NullMarked;
