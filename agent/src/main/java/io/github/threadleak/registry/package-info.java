/**
 * The books: which threads are live, where each was spawned, in which pool. Written by probes
 * without locks, read by the census. Holds no thread, and must not know what a site means.
 */
@NullMarked
package io.github.threadleak.registry;

import org.jspecify.annotations.NullMarked;
