package io.github.threadleak.it;

/**
 * What a program's leaking form came to on a JDK.
 *
 * @param verdict the first one, or those of several lines
 * @param seconds from before the first leaked thread until all lines had their verdict
 * @param proof by what means it was proven; empty where it could not be
 */
record Outcome(CorpusProgram program, Jdk jdk, String verdict, long seconds, String proof) {}
