/**
 * The programs that are measured: each measures itself and tells its figures to whoever started it.
 */
package program;
