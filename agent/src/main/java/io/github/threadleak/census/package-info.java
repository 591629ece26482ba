/**
 * Looks at the live threads: keeps the registry true to them, and takes snapshots. Runs on the
 * agent's own threads only, never on the application's; must not know any format.
 */
@NullMarked
package io.github.threadleak.census;

import org.jspecify.annotations.NullMarked;
