/**
 * Spawn sites: which line of code started a thread. One half is called by probes and only captures;
 * the other turns what was captured into frames, culprits and ids, off the hot path. Must not know
 * threads or who reads the sites.
 */
@NullMarked
package io.github.threadleak.site;

import org.jspecify.annotations.NullMarked;
