/**
 * The probes: changes the JDK's own classes so that the start and end of every thread and the
 * making of every pool is entered in the registry. The only package that sees ASM. Runs on the
 * application's threads, so it neither locks, parks, logs nor throws; must not know who reads the
 * registry.
 */
@NullMarked
package io.github.threadleak.probe;

import org.jspecify.annotations.NullMarked;
