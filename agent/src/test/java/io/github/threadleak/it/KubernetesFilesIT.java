package io.github.threadleak.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The files in docs/prometheus/kubernetes. */
class KubernetesFilesIT {
  private static final Path FOLDER = Path.of("..", "docs", "prometheus", "kubernetes");

  private static final String DISCOVERY =
      """
          kubernetes_sd_configs:
            - role: pod
      """;

  /** What discovery would find: Debian's Prometheus has none, but relabels labels of any origin. */
  private static final String PODS =
      """
          static_configs:
            - targets: ["10.0.0.1:8080", "10.0.0.1:8081"]
              labels:
                __meta_kubernetes_pod_annotation_threadleak_io_scrape: "true"
                __meta_kubernetes_pod_phase: Running
                __meta_kubernetes_pod_name: shop-1
                __meta_kubernetes_namespace: live
                __meta_kubernetes_pod_label_app_kubernetes_io_name: shop
            - targets: ["10.0.0.2"]
              labels:
                __meta_kubernetes_pod_annotation_threadleak_io_scrape: "true"
                __meta_kubernetes_pod_phase: Running
                __meta_kubernetes_pod_name: shop-2
                __meta_kubernetes_namespace: live
                __meta_kubernetes_pod_label_app_kubernetes_io_name: shop
                __meta_kubernetes_pod_annotation_threadleak_io_port: "9999"
                __meta_kubernetes_pod_annotation_threadleak_io_scheme: https
            - targets: ["[fd00::3]:8080"]
              labels:
                __meta_kubernetes_pod_annotation_threadleak_io_scrape: "true"
                __meta_kubernetes_pod_phase: Running
                __meta_kubernetes_pod_name: unnamed
                __meta_kubernetes_namespace: live
            - targets: ["10.0.0.4:8080"]
              labels:
                __meta_kubernetes_pod_annotation_threadleak_io_scrape: "true"
                __meta_kubernetes_pod_phase: Succeeded
            - targets: ["10.0.0.5:8080"]
              labels:
                __meta_kubernetes_pod_phase: Running
      """;

  @Test
  void annotationsMakeOneTargetOfEachPod() throws Exception {
    String configuration = Files.readString(FOLDER.resolve("prometheus.yml"));
    assertThat(configuration).containsOnlyOnce(DISCOVERY);
    try (PrometheusServer prometheus =
        PrometheusServer.start(
            configuration.replace(DISCOVERY, PODS),
            PrometheusServer.shipped("threadleak-rules.yml"))) {
      Deadline.eventually(
          Duration.ofSeconds(30),
          () ->
              assertThat(prometheus.targets())
                  .containsExactlyInAnyOrder(
                      target("shop", "shop-1", "http://", "10.0.0.1:9797"),
                      target("shop", "shop-2", "https://", "10.0.0.2:9999"),
                      target("threadleak", "unnamed", "http://", "[fd00::3]:9797")));
    }
  }

  @Test
  void thePodMonitorSelectsAPortByName() throws IOException {
    Map<?, ?> monitor = yaml(Files.readString(FOLDER.resolve("podmonitor.yaml")));
    assertThat(monitor.get("apiVersion")).isEqualTo("monitoring.coreos.com/v1");
    assertThat(monitor.get("kind")).isEqualTo("PodMonitor");
    Map<?, ?> spec = (Map<?, ?>) monitor.get("spec");
    assertThat(spec.get("podMetricsEndpoints"))
        .isEqualTo(List.of(Map.of("port", "threadleak", "path", "/metrics", "interval", "15s")));
    assertThat(Files.readString(FOLDER.resolve("README.md")))
        .as("labels and port of the pods")
        .contains("threadleak.io/scrape: \"true\"", "- name: threadleak");
  }

  @Test
  void theLineInTheReadmeMakesAPrometheusRule() throws IOException {
    Tools.needOnPath("sh");
    Matcher line =
        Pattern.compile("```sh\\n(.*) > prometheusrule.yaml\\n```")
            .matcher(Files.readString(FOLDER.resolve("README.md")));
    assertThat(line.find()).isTrue();
    String rules = FOLDER.resolveSibling("threadleak-rules.yml").toString();
    Finished made =
        Finished.run(List.of("sh", "-c", line.group(1).replace("threadleak-rules.yml", rules)));
    assertThat(made.exitCode()).as(made.stderr()).isZero();
    Map<?, ?> rule = yaml(made.stdout());
    assertThat(rule.get("kind")).isEqualTo("PrometheusRule");
    assertThat(rule.get("spec")).isEqualTo(yaml(Files.readString(Path.of(rules))));
  }

  private static Map<String, String> target(String job, String pod, String scheme, String address) {
    return Map.of(
        "job", job,
        "namespace", "live",
        "pod", pod,
        "instance", address,
        "scrapeUrl", scheme + address + "/metrics");
  }

  private static Map<?, ?> yaml(String text) {
    return new Yaml().load(text);
  }
}
