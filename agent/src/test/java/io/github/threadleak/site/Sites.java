package io.github.threadleak.site;

/** Sites for tests of other packages. */
public final class Sites {
  private Sites() {}

  /** The place of one line. */
  public static Site spawned(String className, String method, int line) {
    String file = className.substring(className.lastIndexOf('.') + 1) + ".java";
    Frame culprit = new Frame(className, method, file, line, null);
    String key = culprit.stableName();
    return new Site(Site.Origin.SPAWNED, Integer.toHexString(key.hashCode()), culprit, key);
  }

  /** Threads that are older than the agent. */
  public static Site older() {
    return new Site(Site.Origin.OLDER, "before-agent", null, "before-agent");
  }
}
