/**
 * Programs that do one thing wrong, each with its fix: the first argument says {@code leaking} or
 * {@code fixed}, the second {@code platform} or {@code virtual}, and {@code run.leaking} is the one
 * difference. A comment {@code // leak: REASON} marks each line that leaks threads, with what they
 * are parked on for good; {@code , out of reach} where nothing alive can wake them any more, {@code
 * , perhaps out of reach} where nothing but an interrupt or an unpark could. Beside them stand
 * programs that look bad and are not: they have no such line. Every bug is told from its
 * description and written anew.
 */
package corpus;
