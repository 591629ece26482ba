/**
 * What the demo shows: the catalogue of scenarios, each with the lines that leak. It knows the
 * scenarios' classes, but neither the service that hosts them nor the load that drives them.
 */
@NullMarked
package io.github.threadleak.demo;

import org.jspecify.annotations.NullMarked;
