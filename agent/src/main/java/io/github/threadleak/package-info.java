/**
 * The two classes that the application's class loader can see: the entry, and the class loader
 * behind which all else stands. Nothing here may refer to another package but by name.
 */
@NullMarked
package io.github.threadleak;

import org.jspecify.annotations.NullMarked;
