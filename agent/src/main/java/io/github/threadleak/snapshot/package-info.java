/**
 * What one look at the threads saw, as immutable values: everything after the census is a function
 * of these. Must not know threads, the registry or any format.
 */
@NullMarked
package io.github.threadleak.snapshot;

import org.jspecify.annotations.NullMarked;
