package io.github.threadleak.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.io.IOException;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

/** The whole of the formats that are one document. */
class DocumentsTest {
  private final Fixture fixture = new Fixture();

  @Test
  void json() throws IOException {
    assertThat(perGroup(Fixture.text(new Json(), fixture.report())))
        .isEqualTo(
            fixture.expected(
                """
                {
                 "schemaVersion": 1,
                 "time": "2026-11-21T00:00:00Z",
                 "pid": 4711,
                 "jvm": { "vendor": "Vendor", "version": "25"
                 },
                 "agent": { "version": "0.1"
                 },
                 "instrumented": true,
                 "captureMode": "adaptive",
                 "capture": { "captured": 1000, "inferred": 3000, "share": 0.25, "inferredClasses": 2, "ambiguousClasses": 1
                 },
                 "totals": { "platform": 4, "virtual": 184000, "startedPlatform": 10, "startedVirtual": 200000, "endedPlatform": 6, "endedVirtual": 16000, "vanished": 0
                 },
                 "grouping": "both",
                 "profile": "threads",
                 "filters": [ "kind\\u003d*"
                 ],
                 "groups": [
                { "count": 184000, "kind": "virtual", "state": "WAITING", "reason": "queue put", "verdict": "suspected", "verdictDetail": "+27.1/min over 6h", "age": { "minSeconds": 192.0, "medianSeconds": 3000.0, "maxSeconds": 24010.0 }, "parked": { "minSeconds": 192.0, "medianSeconds": 2900.0, "maxSeconds": 24000.0 }, "spawn": { "siteId": "ID", "culprit": "CULPRIT", "stack": [ { "class": "java.lang.Thread", "method": "start", "file": "Thread.java", "line": 1, "module": "java.base" }, { "class": "CULPRIT_CLASS", "method": "CULPRIT_NAME", "file": "CULPRIT_FILE", "line": CULPRIT_LINE }, { "class": "com.acme.ChargeHandler", "method": "handle", "file": "ChargeHandler.java", "line": 58 } ], "variants": 2, "exact": true }, "parkedStack": [ { "class": "java.util.concurrent.LinkedBlockingQueue", "method": "put", "file": "LinkedBlockingQueue.java", "line": 343, "module": "java.base" }, { "class": "com.acme.AuditLogger", "method": "lambda$record$0", "file": "AuditLogger.java", "line": 17, "kind": "lambda" } ], "sampled": true, "blocker": { "class": "java.util.concurrent.LinkedBlockingQueue", "identity": "0x1f3b", "shared": 184000, "objects": 1, "owner": { "threadId": 31, "threadName": "http-7" } }, "parent": { "threadId": 31, "threadName": "http-7" }, "examples": [ { "threadId": 48213, "threadName": "fetch-88" } ] },
                { "count": 3, "kind": "platform", "state": "WAITING", "reason": "idle pool worker", "verdict": "idle", "age": { "minSeconds": 5.0, "medianSeconds": 5.0, "maxSeconds": 5.0 }, "seenParked": 3, "spawn": { "siteId": "ID", "culprit": "CULPRIT", "stack": [ { "class": "java.lang.Thread", "method": "start", "file": "Thread.java", "line": 1, "module": "java.base" }, { "class": "CULPRIT_CLASS", "method": "CULPRIT_NAME", "file": "CULPRIT_FILE", "line": CULPRIT_LINE }, { "class": "com.acme.ChargeHandler", "method": "handle", "file": "ChargeHandler.java", "line": 58 } ], "variants": 1, "exact": false, "growthStack": [ { "class": "java.lang.Thread", "method": "start", "file": "Thread.java", "line": 1, "module": "java.base" }, { "class": "com.acme.AuditLogger", "method": "lambda$record$0", "file": "AuditLogger.java", "line": 17, "kind": "lambda" } ] }, "parkedStack": [], "sampled": false, "blocker": { "class": "a.Condition", "objects": 3 }, "pool": { "type": "java.util.concurrent.ThreadPoolExecutor", "pools": 3, "siteId": "ID", "culprit": "CULPRIT", "shutdown": false, "idle": true }, "examples": [] },
                { "count": 1, "kind": "platform", "state": "RUNNABLE", "reason": "running", "verdict": "ok", "spawnUnknown": "started before the agent", "parkedStack": [ { "class": "com.acme.AuditLogger", "method": "lambda$record$0", "file": "AuditLogger.java", "line": 17, "kind": "lambda" } ], "sampled": false, "examples": [] }
                 ]
                }
                """));
  }

  @Test
  void html() throws IOException {
    assertThat(withoutStaticParts(Fixture.text(new Html(), fixture.report())))
        .isEqualTo(
            fixture.expected(
                """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'HASH'; style-src 'HASH'; base-uri 'none'; form-action 'none'">
                <meta name="viewport" content="width=device-width">
                <meta name="color-scheme" content="light dark">
                <meta name="referrer" content="no-referrer">
                <title>threads of process 4711</title>
                <style>CSS</style>
                </head>
                <body>
                <h1>threads of process 4711</h1>
                <dl>
                <div><dt>Time</dt><dd>2026-11-21T00:00:00Z</dd></div>
                <div><dt>JVM</dt><dd>Vendor 25</dd></div>
                <div><dt>Process</dt><dd>4711</dd></div>
                <div><dt>Shown</dt><dd>184004 threads in 3 groups (platform 4, virtual 184000)</dd></div>
                <div><dt>In the JVM</dt><dd>platform 4, virtual 184000</dd></div>
                <div><dt>Filters</dt><dd>kind=*</dd></div>
                <div><dt>Grouped by</dt><dd>both</dd></div>
                <div><dt>Agent</dt><dd>threadleak 0.1</dd></div>
                </dl>
                <div id="tools" hidden>
                <label>Search <input id="search" type="search"></label>
                <button id="reset" type="button">Reset zoom</button>
                <span id="status" role="status"></span>
                </div>
                <div id="graph" role="group" aria-label="Threads by spawn site and parked stack" hidden></div>
                <table id="groups">
                <thead><tr><th scope="col">Count</th><th scope="col">Kind</th><th scope="col">Reason</th><th scope="col">Parked</th><th scope="col">Age</th><th scope="col">Verdict</th><th scope="col">Site</th><th scope="col">Parked on</th><th scope="col">Pool</th><th scope="col">Examples</th></tr></thead>
                <tbody>
                <tr data-row="0" class="suspected"><td data-v="184000.0"><div>184000</div></td><td><div>virtual</div></td><td><div>queue put</div></td><td data-v="24000.0"><div>3m12s to 6h40m</div></td><td data-v="24010.0"><div>3m12s to 6h40m</div></td><td data-v="2.0"><div>suspected: +27.1/min over 6h</div></td><td><div>CULPRIT  site ID</div></td><td><div>java.util.concurrent.LinkedBlockingQueue 0x1f3b (all on the same object), owned by thread 31 &quot;http-7&quot;</div></td><td><div></div></td><td><div>thread 48213 &quot;fetch-88&quot;</div></td></tr>
                <tr data-row="1" class="idle"><td data-v="3.0"><div>3</div></td><td><div>platform</div></td><td><div>idle pool worker</div></td><td data-v="-1.0"><div>seen parked</div></td><td data-v="5.0"><div>5s</div></td><td data-v="1.0"><div>idle</div></td><td><div>CULPRIT  site ID</div></td><td><div>a.Condition (on 3 objects)</div></td><td><div>java.util.concurrent.ThreadPoolExecutor (3 pools, not shut down, idle workers) constructed at CULPRIT</div></td><td><div></div></td></tr>
                <tr data-row="2" class="ok"><td data-v="1.0"><div>1</div></td><td><div>platform</div></td><td><div>running</div></td><td data-v="-1.0"><div></div></td><td data-v="-1.0"><div></div></td><td data-v="0.0"><div>ok</div></td><td><div>started before the agent</div></td><td><div></div></td><td><div></div></td><td><div></div></td></tr>
                </tbody>
                </table>
                <script type="application/json" id="data">{"groups":[{"count":184000,"site":"CULPRIT","parked":[0,1],"spawn":[2,3,4]},{"count":3,"site":"CULPRIT","parked":[],"spawn":[2,3,4]},{"count":1,"site":"started before the agent","parked":[1]}],"frames":[["java.util.concurrent.LinkedBlockingQueue.put","LinkedBlockingQueue.java:343",true],["com.acme.AuditLogger.lambda$record$0","AuditLogger.java:17",false],["java.lang.Thread.start","Thread.java:1",true],["CULPRIT_METHOD","CULPRIT_PLACE",false],["com.acme.ChargeHandler.handle","ChargeHandler.java:58",false]]}</script>
                <script>JS</script>
                </body>
                </html>
                """));
  }

  @Test
  void htmlHoldsHostileNamesAsText() throws IOException {
    Document page = Jsoup.parse(Fixture.text(new Html(), fixture.hostile()));

    assertThat(page.select("script, style")).as("data, code and style").hasSize(3);
    assertThat(page.select("#groups").text())
        .contains("thread 48213 \"a\\\"b\\\\c\\nd\\u001b[31m<script>; \\ud800xxx");
    String data = page.getElementById("data").data();
    assertThat(JsonParser.parseString(data).getAsJsonObject().get("frames").toString())
        .contains("com.acme.<script>");
  }

  /** A line for each group and each key of the document. */
  private static String perGroup(String json) {
    return json.replaceAll("\n {2,}", " ").replace(" { \"count\"", "\n{ \"count\"") + "\n";
  }

  private static String withoutStaticParts(String html) {
    return html.replaceFirst("(?s)<style>.*</style>", "<style>CSS</style>")
        .replaceFirst("(?s)<script>.*</script>", "<script>JS</script>")
        .replaceAll("sha256-[0-9A-Za-z+/]{43}=", "HASH");
  }
}
