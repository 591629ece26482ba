/**
 * The formats: each renderer writes one of them from a snapshot to a stream. Must not know how the
 * snapshot was taken, nor HTTP.
 */
@NullMarked
package io.github.threadleak.render;

import org.jspecify.annotations.NullMarked;
