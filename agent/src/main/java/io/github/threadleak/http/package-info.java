/**
 * The listener: sockets, threads, the HTTP protocol and who may ask for what. It knows paths and
 * handlers, nothing of threads, sites or metrics, and it is the only package that sees the HTTP
 * library. It needs {@code java.base} alone.
 */
@NullMarked
package io.github.threadleak.http;

import org.jspecify.annotations.NullMarked;
