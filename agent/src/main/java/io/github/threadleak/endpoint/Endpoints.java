package io.github.threadleak.endpoint;

import com.google.gson.stream.JsonWriter;
import io.github.threadleak.census.Lookout;
import io.github.threadleak.census.Pools;
import io.github.threadleak.census.Sites;
import io.github.threadleak.config.Options;
import io.github.threadleak.config.Setting;
import io.github.threadleak.http.Handler;
import io.github.threadleak.http.HttpError;
import io.github.threadleak.http.Request;
import io.github.threadleak.http.Response;
import io.github.threadleak.http.Routes;
import io.github.threadleak.metrics.AgentState;
import io.github.threadleak.metrics.MetricsPage;
import io.github.threadleak.proof.gc.GcProof;
import io.github.threadleak.render.Json;
import io.github.threadleak.render.Profile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The paths of the listener and what they answer. */
public final class Endpoints {
  private Endpoints() {}

  /**
   * All paths; the suppliers are asked at each request.
   *
   * @param proof null where the garbage collector proves nothing
   */
  public static Routes routes(
      Lookout lookout,
      Pools pools,
      Sites sites,
      Supplier<Json.Head> head,
      Supplier<AgentState> state,
      MetricsPage metrics,
      @Nullable GcProof proof,
      Options options) {
    Look look = new Look(lookout, head);
    Handler index = withoutParameters(new IndexPage(look));
    Routes routes =
        new Routes()
            .register("GET", "/", index)
            .register("GET", "/debug/pprof", index)
            .register("GET", "/debug/pprof/", index);
    for (Profile profile : Profile.values()) {
      routes.register(
          "GET", "/debug/pprof/" + profile.path(), new ProfileHandler(profile, look, Format.PPROF));
    }
    registerSites(routes, sites, look);
    return routes
        .register("GET", "/healthz", withoutParameters(Endpoints::healthy))
        .register(
            "GET",
            "/metrics",
            // Prometheus passes the parameters of its scrape configuration on: none is refused
            // here.
            (request, response) -> metrics(request, response, state, metrics))
        .register("GET", "/api/v1/threads", new ProfileHandler(Profile.THREADS, look, Format.JSON))
        .register("GET", "/api/v1/pools", new PoolsPage(pools))
        .register("POST", "/api/v1/prove", new ProvePage(proof, whyNoProof(options)))
        .register(
            "GET",
            "/api/v1/config",
            withoutParameters(
                (request, response) ->
                    response.send(200, "application/json", configuration(options))));
  }

  private static void registerSites(Routes routes, Sites sites, Look look) {
    SitePage page = new SitePage(sites, look);
    BaselinePages baselines = new BaselinePages(sites, look);
    routes
        .register("GET", "/api/v1/leaks", new LeaksPage(sites, look))
        .register("GET", "/api/v1/sites", new SitesPage(sites, look))
        .register("GET", SitePage.BELOW + "*", withoutParameters(page))
        .register("GET", "/api/v1/history", new HistoryPage(sites, look))
        .register("POST", BaselinePages.PATH, withoutParameters(baselines::mark))
        .register("GET", BaselinePages.PATH, withoutParameters(baselines::list))
        .register("GET", "/api/v1/diff", baselines::compare);
  }

  private static String whyNoProof(Options options) {
    return options.proofByGc()
        ? "proof=gc needs the probes, and the agent does not instrument this JVM"
        : "proof is off: start the agent with proof=gc to let the garbage collector prove leaks";
  }

  private static Handler withoutParameters(Handler handler) {
    return (request, response) -> {
      if (!request.parameters().isEmpty()) {
        throw new HttpError(
            400,
            "unknown parameter "
                + request.parameters().keySet().iterator().next()
                + "; "
                + request.path()
                + " takes none");
      }
      handler.handle(request, response);
    };
  }

  private static void healthy(Request request, Response response) {
    response.send(200, "text/plain; charset=utf-8", "ok\n");
  }

  private static void metrics(
      Request request, Response response, Supplier<AgentState> state, MetricsPage page) {
    String contentType = MetricsPage.contentType(request.header("Accept"));
    response.gzipIfAccepted(request);
    response.stream(
        contentType,
        out -> {
          Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
          page.write(state.get(), contentType, writer);
        });
  }

  private static String configuration(Options options) throws IOException {
    StringWriter text = new StringWriter();
    JsonWriter json = new JsonWriter(text);
    json.setHtmlSafe(true);
    json.beginObject();
    json.name("schemaVersion").value(1);
    json.name("options").beginArray();
    for (Setting setting : options.settings()) {
      json.beginObject();
      json.name("key").value(setting.option().key());
      if (setting.value() != null) {
        json.name("value").value(setting.value());
      }
      json.name("source").value(setting.source().name().toLowerCase(Locale.ROOT));
      json.endObject();
    }
    json.endArray();
    json.endObject();
    json.flush();
    return text + "\n";
  }
}
