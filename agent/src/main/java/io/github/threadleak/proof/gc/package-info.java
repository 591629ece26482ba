/**
 * Proves virtual threads leaked by letting the garbage collector look for whatever could wake them.
 * Runs on the agent's own threads; must not know any format, or how verdicts are made of proofs.
 */
@NullMarked
package io.github.threadleak.proof.gc;

import org.jspecify.annotations.NullMarked;
