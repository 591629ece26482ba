/**
 * What {@code ./demo} runs: starts the service with the agent, lets the load loose on it, and
 * compares what the load expects with what the agent says over HTTP. It must not look into the
 * service in any other way.
 */
@NullMarked
package io.github.threadleak.demo.runner;

import org.jspecify.annotations.NullMarked;
