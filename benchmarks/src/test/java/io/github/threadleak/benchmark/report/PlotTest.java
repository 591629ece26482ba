package io.github.threadleak.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class PlotTest {
  @Test
  void drawsOneLineForEachSeries() throws Exception {
    Document svg = parsed(twoLines());

    assertThat(svg.getDocumentElement().getTagName()).isEqualTo("svg");
    assertThat(svg.getElementsByTagName("polyline").getLength()).isEqualTo(2);
    assertThat(svg.getElementsByTagName("circle").getLength()).isEqualTo(5);
  }

  @Test
  void spacesPowersOfTenEvenly() throws Exception {
    Element line = (Element) parsed(twoLines()).getElementsByTagName("polyline").item(0);
    String[] points = line.getAttribute("points").split(" ");

    assertThat(x(points[1]) - x(points[0])).isEqualTo(x(points[2]) - x(points[1]));
    assertThat(y(points[1])).isLessThan(y(points[0]));
  }

  @Test
  void writesNamesThatXmlMustBeKeptFrom() throws Exception {
    Plot plot = new Plot("a < b & c", "x", "y").point("<script>", 1, 1);

    assertThat(parsed(plot).getElementsByTagName("text").item(0).getTextContent())
        .isEqualTo("a < b & c");
  }

  @Test
  void refusesWhatALogarithmCannotShow() {
    Plot plot = new Plot("title", "x", "y");

    assertThatThrownBy(() -> plot.point("line", 0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> plot.point("line", 1, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Plot twoLines() {
    return new Plot("Growth", "threads", "ms")
        .point("census", 1_000, 1)
        .point("census", 10_000, 12)
        .point("census", 100_000, 130)
        .point("debug=1", 1_000, 2)
        .point("debug=1", 10_000, 3);
  }

  private static double x(String point) {
    return Double.parseDouble(point.split(",")[0]);
  }

  private static double y(String point) {
    return Double.parseDouble(point.split(",")[1]);
  }

  private static Document parsed(Plot plot) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(plot.svg().getBytes(StandardCharsets.UTF_8)));
  }
}
