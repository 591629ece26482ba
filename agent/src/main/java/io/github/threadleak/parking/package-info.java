/**
 * What a thread is parked on: a pure function from its state, its park blocker and its stack to a
 * reason, by one ordered table of rules. Must not know where stacks come from or who shows them.
 */
@NullMarked
package io.github.threadleak.parking;

import org.jspecify.annotations.NullMarked;
