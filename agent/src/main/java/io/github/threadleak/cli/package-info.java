/**
 * The command line: finds JVMs, puts the agent into them, takes it out again, and prints what a
 * running agent answers. It runs in a process of its own and knows the agent from outside only: its
 * options, its URL and the properties that it publishes.
 */
@NullMarked
package io.github.threadleak.cli;

import org.jspecify.annotations.NullMarked;
