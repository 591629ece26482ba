package io.github.threadleak.demo;

/**
 * The one line of a scenario that spawns what leaks, in words that do not drift when lines move.
 *
 * @param type the class that leaks
 * @param method its method in which the line stands
 * @param code what the line says, at least in part
 * @param waits how what it leaks waits
 */
public record LeakSite(Class<?> type, String method, String code, Wait waits) {
  @Override
  public String toString() {
    return type.getName() + "." + method + ": " + code;
  }
}
