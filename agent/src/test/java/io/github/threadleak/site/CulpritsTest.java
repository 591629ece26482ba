package io.github.threadleak.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CulpritsTest {
  private static final Frame START = jdk("java.lang.Thread", "start");
  private static final Frame RUN = jdk("java.lang.Thread", "run");

  private static Frame jdk(String className, String method) {
    return new Frame(className, method, "X.java", 1, "java.base");
  }

  private static Frame app(String className, String method) {
    return new Frame(className, method, "X.java", 1, null);
  }

  private static String culprit(List<String> appPackages, Frame... stack) {
    return stack[new Culprits(appPackages).indexIn(List.of(stack))].qualifiedMethod();
  }

  @Test
  void blamesTheFirstFrameOutsideTheJdk() {
    assertThat(culprit(List.of(), START, app("lib.Pool", "grow"), app("com.acme.Main", "main")))
        .isEqualTo("lib.Pool.grow");
  }

  @Test
  void looksPastLibrariesWhereTheApplicationIsNamed() {
    assertThat(
            culprit(
                List.of("com.acme."), START, app("lib.Pool", "grow"), app("com.acme.Main", "main")))
        .isEqualTo("com.acme.Main.main");
  }

  @Test
  void fallsBackToTheLibraryWhereTheApplicationIsNotInTheStack() {
    assertThat(culprit(List.of("com.acme."), START, app("lib.Pool", "grow"), RUN))
        .isEqualTo("lib.Pool.grow");
  }

  @Test
  void passesProxiesAndGeneratedCodeBy() {
    assertThat(
            culprit(
                List.of(),
                START,
                new Frame("jdk.proxy2.$Proxy12", "run", null, -1, "jdk.proxy2"),
                app("com.acme.Service$$SpringCGLIB$$0", "call"),
                app("com.acme.Service", "call")))
        .isEqualTo("com.acme.Service.call");
  }

  @Test
  void leavesWhatAJdkInitializerMakesWithTheJdk() {
    assertThat(
            culprit(
                List.of(),
                jdk("java.util.concurrent.ForkJoinPool", "<init>"),
                jdk("java.util.concurrent.ForkJoinPool", "<clinit>"),
                app("com.acme.Main", "main")))
        .isEqualTo("java.util.concurrent.ForkJoinPool.<clinit>");
  }

  @Test
  void namesTheJdkFrameWhereNothingElseIsThere() {
    assertThat(culprit(List.of(), START, jdk("sun.net.KeepAlive", "put"), RUN))
        .isEqualTo("sun.net.KeepAlive.put");
  }

  @Test
  void givesNamesThatStayTheSameAfterARestart() {
    assertThat(app("com.acme.A", "lambda$go$17").stableName())
        .isEqualTo(app("com.acme.A", "lambda$go$3").stableName())
        .isNotEqualTo(app("com.acme.A", "lambda$stop$3").stableName());
    assertThat(app("jdk.proxy2.$Proxy12", "run").stableName())
        .isEqualTo(app("jdk.proxy1.$Proxy9", "run").stableName());
    assertThat(app("com.acme.A$$EnhancerByCGLIB$$1a2b", "go").stableName())
        .isEqualTo(app("com.acme.A$$EnhancerByCGLIB$$ffff", "go").stableName());
  }

  @Test
  void tellsWhatWroteAFrame() {
    assertThat(app("com.acme.A", "lambda$go$0").kind()).isEqualTo(Frame.Kind.LAMBDA);
    assertThat(app("com.sun.proxy.$Proxy4", "go").kind()).isEqualTo(Frame.Kind.PROXY);
    assertThat(app("com.acme.A$ByteBuddy$xyz", "go").kind()).isEqualTo(Frame.Kind.GENERATED);
    assertThat(app("com.acme.A$Proxy4", "go").kind()).isEqualTo(Frame.Kind.PLAIN);
  }
}
