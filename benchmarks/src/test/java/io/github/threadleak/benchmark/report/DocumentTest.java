package io.github.threadleak.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentTest {
  private static final String FRAME =
      """
      By hand, before.

      <!-- begin aims -->
      <!-- end aims -->

      <!-- end of sections -->

      By hand, after.
      """;

  @Test
  void addsASectionAndLeavesTheRestAlone() {
    Document document = new Document(FRAME);
    document.put("spawn", section("spawn", 1.25).markdown());

    assertThat(document.toString())
        .startsWith("By hand, before.\n")
        .contains("<!-- begin spawn -->\n### Title of spawn\n")
        .endsWith("<!-- end spawn -->\n\n<!-- end of sections -->\n\nBy hand, after.\n");
  }

  @Test
  void replacesASectionInItsPlace() {
    Document document = new Document(FRAME);
    document.put("spawn", section("spawn", 1.25).markdown());
    document.put("work", section("work", 1.5).markdown());
    document.put("spawn", section("spawn", 1.0).markdown());

    assertThat(document.toString())
        .containsOnlyOnce("begin spawn")
        .contains("| 1.00 | yes |")
        .doesNotContain("1.25");
    assertThat(document.toString().indexOf("begin spawn"))
        .isLessThan(document.toString().indexOf("begin work"));
  }

  @Test
  void sumsUpTheAimsOfAllSections() {
    Document document = new Document(FRAME);
    document.put("work", section("work", 1.5).markdown());
    document.put("spawn", section("spawn", 1.25).markdown());
    document.sumUp(List.of("spawn", "work", "never run"));
    document.sumUp(List.of("spawn", "work", "never run"));

    assertThat(document.toString())
        .contains(
            """
            <!-- begin aims -->
            | what | aim | measured | met |
            | --- | --- | --- | --- |
            | work | at most 1.30 | 1.50 | **no** |
            | spawn | at most 1.30 | 1.25 | yes |
            <!-- end aims -->
            """);
  }

  @Test
  void refusesADocumentWithoutTheMarker() {
    assertThatThrownBy(() -> new Document("nothing").put("spawn", "text"))
        .isInstanceOf(IllegalStateException.class);
  }

  private static Section section(String name, double ratio) {
    return new Section(name, "Title of " + name)
        .text("Text.")
        .aim(Aim.atMost(name, 1.3, ratio, Unit.RATIO));
  }
}
