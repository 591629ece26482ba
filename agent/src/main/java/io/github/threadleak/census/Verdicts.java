package io.github.threadleak.census;

import io.github.threadleak.site.Site;
import io.github.threadleak.snapshot.Leak;
import io.github.threadleak.verdict.Chronicle;
import io.github.threadleak.verdict.Detector;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/**
 * What verdicts come from, and who hears of them.
 *
 * @param proven whether the garbage collector has proven a virtual thread leaked, by its id
 * @param listener is told by the census thread what each census takes for leaked, and what has
 *     vanished since the start
 */
public record Verdicts(
    Detector detector,
    Chronicle<Site> chronicle,
    LongPredicate proven,
    Consumer<List<Leak>> listener) {}
