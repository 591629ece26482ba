/**
 * What to think of threads: the growth test over the history of each spawn site, the rule for one
 * park that lasts too long, and who is never accused. Pure functions over values and the histories
 * that the census feeds; must not know live threads, the registry, or any format.
 */
@NullMarked
package io.github.threadleak.verdict;

import org.jspecify.annotations.NullMarked;
