/**
 * What answers, censuses and tables cost when there are a million threads or thousands of spawn
 * sites. Knows which programs are started and what is asked of them; not how the agent answers.
 */
@NullMarked
package io.github.threadleak.benchmark.size;

import org.jspecify.annotations.NullMarked;
