package io.github.threadleak.config;

/** Where an option's value came from, strongest first. */
public enum Source {
  ARGUMENTS("agent arguments"),
  PROPERTY("system property"),
  ENVIRONMENT("environment"),
  FILE("file"),
  DEFAULT("default");

  private final String text;

  Source(String text) {
    this.text = text;
  }

  /** The source as people call it. */
  public String text() {
    return text;
  }
}
