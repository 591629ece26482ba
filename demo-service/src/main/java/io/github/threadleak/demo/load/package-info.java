/**
 * The callers: real HTTP and WebSocket clients that wait, give up and disconnect, and count from
 * the answers they got what they must have leaked. It speaks to the service through sockets alone
 * and must not know the agent.
 */
@NullMarked
package io.github.threadleak.demo.load;

import org.jspecify.annotations.NullMarked;
