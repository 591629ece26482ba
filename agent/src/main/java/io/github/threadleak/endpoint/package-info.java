/**
 * What each path of the listener answers: reads parameters, asks for a snapshot, picks a renderer.
 * Must not know sockets.
 */
@NullMarked
package io.github.threadleak.endpoint;

import org.jspecify.annotations.NullMarked;
