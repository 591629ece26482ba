package io.github.threadleak.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.threadleak.parking.Reason;
import io.github.threadleak.snapshot.Difference;
import io.github.threadleak.snapshot.Kind;
import io.github.threadleak.snapshot.Leak;
import io.github.threadleak.snapshot.Marked;
import io.github.threadleak.snapshot.SiteChange;
import io.github.threadleak.snapshot.SiteDetail;
import io.github.threadleak.snapshot.SiteGrowth;
import io.github.threadleak.snapshot.SitePeaks;
import io.github.threadleak.snapshot.SiteRow;
import io.github.threadleak.snapshot.ThreadName;
import io.github.threadleak.snapshot.TotalsPoint;
import io.github.threadleak.snapshot.Verdict;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The documents that tell of sites, of time, and of what leaks. */
class SiteDocumentsTest {
  private static final Instant TIME = Instant.parse("2026-11-21T00:00:00Z");
  private static final String HEAD =
      "{'schemaVersion':1,'time':'2026-11-21T00:00:00Z','pid':4711,"
          + "'jvm':{'vendor':'Vendor','version':'25'},'agent':{'version':'0.1'},"
          + "'instrumented':true,'captureMode':'adaptive',"
          + "'capture':{'captured':1000,'inferred':3000,'share':0.25,'inferredClasses':2,'ambiguousClasses':1},";
  private static final String PUT =
      "{'class':'java.util.concurrent.LinkedBlockingQueue','method':'put',"
          + "'file':'LinkedBlockingQueue.java','line':343,'module':'java.base'}";

  private final Fixture fixture = new Fixture();

  private interface Document {
    void write(Writer out) throws IOException;
  }

  @Test
  void listsSites() throws IOException {
    assertThat(
            written(
                out ->
                    SitesJson.write(
                        List.of(row(new SiteGrowth(1627.12345, 600, true, true)), row(null)),
                        7,
                        TIME,
                        Fixture.HEAD,
                        out)))
        .isEqualTo(
            expected(
                HEAD
                    + "'known':7,'sites':["
                    + "{'siteId':'ID','culprit':'CULPRIT','platform':2,'virtual':40,'started':99,"
                    + "'oldestSeconds':12.5,'growth':{'perHour':1627.123,'overSeconds':600.0,"
                    + "'ofPools':true,'suspicious':true},'verdicts':{'stuck':3,'suspected':39},"
                    + "'stack':["
                    + PUT
                    + "]},"
                    + "{'siteId':'ID','culprit':'CULPRIT','platform':2,'virtual':40,'started':99,"
                    + "'oldestSeconds':12.5,'verdicts':{'stuck':3,'suspected':39},'stack':["
                    + PUT
                    + "]}]}"));
  }

  @Test
  void tellsAllOfOneSite() throws IOException {
    SiteDetail detail =
        new SiteDetail(
            row(null),
            List.of(new SiteDetail.Variant(List.of(Fixture.PUT), 30, 80)),
            4,
            new SiteDetail.Variant(List.of(), 12, 19));
    SitePeaks peaks = new SitePeaks(fixture.site(), false, List.of(new SitePeaks.Peak(TIME, 41)));

    JsonObject json =
        JsonParser.parseString(
                written(out -> SitesJson.write(detail, peaks, fixture.report(), out)))
            .getAsJsonObject();

    assertThat(json.getAsJsonArray("groups")).hasSize(3);
    json.remove("groups");
    assertThat(json.toString())
        .isEqualTo(
            expected(
                HEAD
                    + "'siteId':'ID','culprit':'CULPRIT','platform':2,'virtual':40,'started':99,"
                    + "'oldestSeconds':12.5,'verdicts':{'stuck':3,'suspected':39},'stack':["
                    + PUT
                    + "],'variants':[{'live':30,'started':80,'stack':["
                    + PUT
                    + "]}],'otherVariants':{'variants':4,'live':12,'started':19},"
                    + "'ofPools':false,"
                    + "'history':[{'time':'2026-11-21T00:00:00Z','most':41}]}"));
  }

  @Test
  void tellsTheHistory() throws IOException {
    SitePeaks peaks = new SitePeaks(fixture.site(), true, List.of(new SitePeaks.Peak(TIME, 41)));

    assertThat(
            written(
                out ->
                    HistoryJson.write(
                        List.of(new TotalsPoint(TIME, 3, 40, 39)),
                        List.of(peaks),
                        TIME,
                        Fixture.HEAD,
                        out)))
        .isEqualTo(
            expected(
                HEAD
                    + "'points':[{'time':'2026-11-21T00:00:00Z','platform':3,'virtual':40,"
                    + "'leaked':39}],'sites':[{'siteId':'ID','culprit':'CULPRIT','ofPools':true,"
                    + "'points':[{'time':'2026-11-21T00:00:00Z','most':41}]}]}"));
  }

  @Test
  void tellsWhatHasComeSinceABaseline() throws IOException {
    Marked marked = new Marked("k3", "before\nlunch", TIME, 5, 60);
    SiteChange grown =
        new SiteChange(
            "7f3a09c1",
            "a.B.c(B.java:1)",
            SiteChange.Live.NONE,
            new SiteChange.Live(1, 2),
            9,
            Verdict.STUCK,
            List.of(Fixture.PUT));
    SiteChange shrunk =
        new SiteChange(
            "55133fb7",
            "a.D.e(D.java:2)",
            new SiteChange.Live(0, 4),
            SiteChange.Live.NONE,
            0,
            null,
            List.of());

    assertThat(
            written(
                out ->
                    BaselinesJson.write(
                        new Difference(marked, TIME, List.of(grown), List.of(shrunk)),
                        Fixture.HEAD,
                        out)))
        .isEqualTo(
            expected(
                HEAD
                    + "'since':{'id':'k3','name':'before\\nlunch','time':'2026-11-21T00:00:00Z',"
                    + "'sites':5,'threads':60},'sites':[{'siteId':'7f3a09c1',"
                    + "'culprit':'a.B.c(B.java:1)','before':{'platform':0,'virtual':0},"
                    + "'now':{'platform':1,'virtual':2},'change':3,'startedSince':9,"
                    + "'verdict':'stuck','stack':["
                    + PUT
                    + "]}],'shrunk':[{'siteId':'55133fb7','culprit':'a.D.e(D.java:2)',"
                    + "'before':{'platform':0,'virtual':4},'now':{'platform':0,'virtual':0},"
                    + "'change':-4,'startedSince':0,'stack':[]}]}"));
    assertThat(written(out -> BaselinesJson.write(List.of(marked), TIME, Fixture.HEAD, out)))
        .isEqualTo(
            expected(
                HEAD
                    + "'baselines':[{'id':'k3','name':'before\\nlunch',"
                    + "'time':'2026-11-21T00:00:00Z','sites':5,'threads':60}]}"));
    assertThat(written(out -> BaselinesJson.write(marked, Fixture.HEAD, out)))
        .isEqualTo(expected(HEAD + "'id':'k3','name':'before\\nlunch','sites':5,'threads':60}"));
  }

  @Test
  void tellsLeaksAndWhatIsGone() throws IOException {
    Report report =
        fixture.report(
            Profile.THREADLEAK,
            fixture.leaking(Verdict.STUCK, List.of(Fixture.PUT), new ThreadName(1, "n")));
    Leak gone = new Leak(Verdict.VANISHED, null, fixture.site(), Kind.VIRTUAL, Reason.UNKNOWN, 17);

    JsonObject json =
        JsonParser.parseString(written(out -> Json.writeLeaks(report, List.of(gone), out)))
            .getAsJsonObject();

    assertThat(json.get("profile").getAsString()).isEqualTo("threadleak");
    assertThat(json.getAsJsonArray("groups")).hasSize(1);
    assertThat(json.get("groups"))
        .isEqualTo(
            JsonParser.parseString(Fixture.text(new Json(), report))
                .getAsJsonObject()
                .get("groups"));
    assertThat(json.get("vanished").toString())
        .isEqualTo(expected("[{'siteId':'ID','culprit':'CULPRIT','count':17}]"));
  }

  private SiteRow row(@Nullable SiteGrowth growth) {
    Map<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);
    verdicts.put(Verdict.SUSPECTED, 39L);
    verdicts.put(Verdict.STUCK, 3L);
    return new SiteRow(fixture.site(), 2, 40, 99, 12.5, growth, verdicts, List.of(Fixture.PUT));
  }

  private String expected(String json) {
    return fixture.expected(json).replace('\'', '"');
  }

  /** Without spaces between the parts. */
  private static String written(Document document) throws IOException {
    StringWriter out = new StringWriter();
    document.write(out);
    return JsonParser.parseString(out.toString()).toString();
  }
}
