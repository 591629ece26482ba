/**
 * The HTTP and WebSocket service that hosts the scenarios: routes, port, start and stop. It must
 * not know the load or the agent.
 */
@NullMarked
package io.github.threadleak.demo.service;

import org.jspecify.annotations.NullMarked;
