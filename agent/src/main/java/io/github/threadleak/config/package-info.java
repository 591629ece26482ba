/**
 * What the user asked for: the one table of options, the reading of it from its four sources, and
 * the log to stderr. Knows nothing of what the options steer. It runs before the application's
 * main, so it uses no regular expressions, streams, lambdas or formatters: each would load classes
 * and bootstrap method handles first.
 */
@NullMarked
package io.github.threadleak.config;

import org.jspecify.annotations.NullMarked;
