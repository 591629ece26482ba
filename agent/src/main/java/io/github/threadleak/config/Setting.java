package io.github.threadleak.config;

import org.jspecify.annotations.Nullable;

/**
 * An option's value in force.
 *
 * @param option the option
 * @param value as text, valid for its kind; null where the option has neither a value nor a default
 * @param source where the value came from
 */
public record Setting(Option option, @Nullable String value, Source source) {}
