/**
 * The JDK's inside, as far as the agent needs it: ids and lists of live threads. Knows nothing of
 * the agent; nothing else may look up a member of the JDK that is not public.
 */
@NullMarked
package io.github.threadleak.jvm;

import org.jspecify.annotations.NullMarked;
