package dev.sluice.gateway.provider;

import dev.sluice.gateway.GatewayConfig.Dialect;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The models that providers say they have, asked at most once a minute. One that does not answer in time has none. */
@Singleton
public class ProviderModels {

    private static final long DEADLINE_MILLIS = 2_000;
    private static final long FRESH = Duration.ofMinutes(1).toNanos();
    private static final int LARGEST = 4 * 1024 * 1024;

    private final Providers providers;
    private final HttpClient http;

    private record Told(Map<String, List<String>> byProvider, long at) {}

    private volatile @Nullable Told last;

    ProviderModels(Providers providers, Vertx vertx) {
        this.providers = providers;
        providers.onChange(() -> last = null);
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout((int) DEADLINE_MILLIS).setDecompressionSupported(true));
    }

    /** Names of models by provider. Never fails. */
    public Future<Map<String, List<String>>> all() {
        Told known = last;
        if (known != null && System.nanoTime() - known.at() < FRESH) {
            return Future.succeededFuture(known.byProvider());
        }
        List<Provider> asked =
                providers.all().stream().filter(p -> !p.sibling()).toList();
        List<Future<List<String>>> answers = asked.stream().map(this::ask).toList();
        return Future.all(new ArrayList<>(answers)).map(done -> {
            Map<String, List<String>> told = new TreeMap<>();
            for (int i = 0; i < asked.size(); i++) {
                told.put(asked.get(i).name(), answers.get(i).result());
            }
            last = new Told(told, System.nanoTime());
            return told;
        });
    }

    private Future<List<String>> ask(Provider provider) {
        URI base = provider.base();
        boolean tls = "https".equals(base.getScheme());
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(base.getHost())
                .setPort(base.getPort() > 0 ? base.getPort() : tls ? 443 : 80)
                .setSsl(tls)
                .setURI(base.getRawPath() + "/models");
        return http.request(options)
                .compose(request -> authorize(request, provider).send())
                .compose(response -> response.body().map(body -> response.statusCode() == 200 ? names(body) : none()))
                .timeout(DEADLINE_MILLIS, TimeUnit.MILLISECONDS)
                .otherwise(away -> none());
    }

    private static HttpClientRequest authorize(HttpClientRequest request, Provider provider) {
        String key = provider.apiKey();
        if (provider.dialect() == Dialect.ANTHROPIC) {
            request.putHeader("anthropic-version", Upstream.ANTHROPIC_VERSION);
            if (key != null) {
                request.putHeader("x-api-key", key);
            }
        } else if (key != null) {
            request.putHeader("authorization", "Bearer " + key);
        }
        provider.headers().forEach(request::putHeader);
        return request;
    }

    private static List<String> names(Buffer body) {
        if (body.length() > LARGEST) {
            return none();
        }
        List<String> names = new ArrayList<>();
        JsonArray data = body.toJsonObject().getJsonArray("data", new JsonArray());
        for (Object model : data) {
            if (model instanceof JsonObject known && known.getValue("id") instanceof String id) {
                names.add(id);
            }
        }
        return names;
    }

    private static List<String> none() {
        return List.of();
    }
}
