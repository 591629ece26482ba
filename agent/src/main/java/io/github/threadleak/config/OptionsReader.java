package io.github.threadleak.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Collects the options from their sources and checks them. For one reading in one thread. */
@SuppressWarnings("EnumOrdinal") // as in Options
final class OptionsReader {
  private static final int LONGEST_QUOTE = 200;

  private final Sources sources;
  private final Complaints complaints;

  /** By the option's ordinal: the strongest value given, not yet checked. */
  private final @Nullable String[] given = new @Nullable String[Option.values().length];

  private final Source[] origin = new Source[given.length];

  OptionsReader(Sources sources, Complaints complaints) {
    this.sources = sources;
    this.complaints = complaints;
  }

  Options read(@Nullable String agentArguments) {
    if (agentArguments != null) {
      takeArguments(agentArguments);
    }
    for (Option option : Option.values()) {
      take(option, property(option), Source.PROPERTY);
      take(option, variable(option), Source.ENVIRONMENT);
    }
    // Checked before the others: the file may give their values.
    Setting config = setting(Option.CONFIG);
    if (config.value() != null) {
      takeFile(config.value());
    }
    Setting[] settings = new Setting[given.length];
    for (Option option : Option.values()) {
      settings[option.ordinal()] = option == Option.CONFIG ? config : setting(option);
    }
    return new Options(settings);
  }

  private void takeArguments(String arguments) {
    int start = 0;
    while (start <= arguments.length()) {
      int end = arguments.indexOf(',', start);
      if (end < 0) {
        end = arguments.length();
      }
      String argument = arguments.substring(start, end).trim();
      if (!argument.isEmpty()) {
        takeArgument(argument);
      }
      start = end + 1;
    }
  }

  private void takeArgument(String argument) {
    int equals = argument.indexOf('=');
    String key = equals < 0 ? argument : argument.substring(0, equals).trim();
    String value = equals < 0 ? null : argument.substring(equals + 1).trim();
    Option option = Option.of(key);
    if (option == null) {
      complainOfUnknown(key, value, Source.ARGUMENTS);
    } else if (value == null) {
      complaints.complain(
          key + " in the agent arguments has no value; it must be " + option.allowed());
    } else {
      // The last of two wins, as on any command line.
      given[option.ordinal()] = value;
      origin[option.ordinal()] = Source.ARGUMENTS;
    }
  }

  private void takeFile(String name) {
    Properties properties;
    try {
      properties = sources.file(Path.of(name));
    } catch (Exception unreadable) {
      complaints.complain(
          "config=" + quote(name) + " cannot be read: " + unreadable + "; going on without it");
      return;
    }
    List<String> keys = new ArrayList<>(properties.stringPropertyNames());
    Collections.sort(keys);
    for (String key : keys) {
      String value = properties.getProperty(key, "").trim();
      Option option = Option.of(key);
      if (option == null) {
        complainOfUnknown(key, value, Source.FILE);
      } else if (option == Option.CONFIG) {
        complaints.complain(
            "config=" + quote(value) + " in the file is ignored: a file cannot name another");
      } else {
        take(option, value, Source.FILE);
      }
    }
  }

  private void take(Option option, @Nullable String value, Source source) {
    if (value != null && given[option.ordinal()] == null) {
      given[option.ordinal()] = value;
      origin[option.ordinal()] = source;
    }
  }

  private Setting setting(Option option) {
    String value = given[option.ordinal()];
    if (value == null) {
      return new Setting(option, option.defaultText(), Source.DEFAULT);
    }
    Source source = origin[option.ordinal()];
    if (!option.accepts(value)) {
      String instead = option.defaultText();
      complaints.complain(
          nameIn(option, source)
              + "="
              + quote(value)
              + " is not usable; it must be "
              + option.allowed()
              + "; using "
              + (instead == null ? "none" : instead));
      return new Setting(option, instead, Source.DEFAULT);
    }
    return new Setting(option, value, source);
  }

  private void complainOfUnknown(String key, @Nullable String value, Source source) {
    StringBuilder line = new StringBuilder("unknown option ").append(quote(key));
    if (value != null) {
      line.append('=').append(quote(value));
    }
    line.append(" in the ").append(source.text()).append("; ");
    Option meant = Option.nearest(key);
    if (meant != null) {
      line.append("did you mean ").append(meant.key()).append("? ");
    }
    line.append("known are");
    String separator = " ";
    for (Option option : Option.values()) {
      line.append(separator).append(option.key());
      separator = ", ";
    }
    complaints.complain(line.toString());
  }

  private static String nameIn(Option option, Source source) {
    return switch (source) {
      case PROPERTY -> option.property();
      case ENVIRONMENT -> option.variable();
      default -> option.key();
    };
  }

  private @Nullable String property(Option option) {
    try {
      String value = sources.systemProperty(option.property());
      return value == null ? null : value.trim();
    } catch (SecurityException hidden) {
      return null;
    }
  }

  private @Nullable String variable(Option option) {
    try {
      String value = sources.environmentVariable(option.variable());
      // An empty variable is how containers say "not set".
      return value == null || value.trim().isEmpty() || isOfAService(value) ? null : value.trim();
    } catch (SecurityException hidden) {
      return null;
    }
  }

  /**
   * Kubernetes gives every container THREADLEAK_PORT=tcp://10.0.0.11:80 for a Service named
   * threadleak.
   */
  private static boolean isOfAService(String value) {
    return value.startsWith("tcp://") || value.startsWith("udp://") || value.startsWith("sctp://");
  }

  private static String quote(String text) {
    return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "...";
  }
}
