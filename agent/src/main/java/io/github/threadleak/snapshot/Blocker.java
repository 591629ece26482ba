package io.github.threadleak.snapshot;

import org.jspecify.annotations.Nullable;

/**
 * The object that threads are parked on.
 *
 * @param className the class that a reader knows it by: a queue rather than the condition inside it
 * @param identity the same while the object lives: the identity hash of what the JDK parks on,
 *     which may be a lock that the object holds; 0 where the threads of a group are parked on
 *     several
 * @param shared threads of the group parked on this one object; 0 where they are parked on several
 * @param objects how many objects the threads of the group are parked on; negative for more than
 *     that many, its absolute value
 * @param owner the thread that holds it, null where it has none or the JDK does not tell
 */
public record Blocker(
    String className, int identity, long shared, int objects, @Nullable ThreadName owner) {}
