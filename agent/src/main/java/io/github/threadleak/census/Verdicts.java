package io.github.threadleak.census;

import io.github.threadleak.site.Site;
import io.github.threadleak.snapshot.ThreadCounts;
import io.github.threadleak.verdict.Chronicle;
import io.github.threadleak.verdict.Detector;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/**
 * What verdicts come from, and who hears of them.
 *
 * @param proven whether the garbage collector has proven a virtual thread leaked, by its id
 * @param listener is told by the census thread what each census has found
 */
public record Verdicts(
    Detector detector,
    Chronicle<Site> chronicle,
    LongPredicate proven,
    Consumer<ThreadCounts> listener) {}
