package dev.sluice.gateway.socket;

import dev.sluice.contracts.identity.Caller;
import dev.sluice.gateway.answer.SseScanner;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.errors.OpenAiErrors;
import dev.sluice.gateway.peers.Introduction;
import dev.sluice.gateway.seeds.Voice;
import dev.sluice.kit.ids.Ids;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Questions to the tenant's documents: the worker-service's {@code GET /stream/search}, its events as messages. */
public final class SearchTalk implements Talk {

    private static final int LARGEST_EVENT = 1024 * 1024;

    private final HttpClient http;
    private final URI worker;
    private final Introduction introduction;
    private final Function<String, Future<Caller>> auth;

    /**
     * For one socket.
     *
     * @param auth who has a credential; fails if it is not good for this
     */
    public SearchTalk(HttpClient http, URI worker, Introduction introduction, Function<String, Future<Caller>> auth) {
        this.http = http;
        this.worker = worker;
        this.introduction = introduction;
        this.auth = auth;
    }

    @Override
    public String word() {
        return "search";
    }

    @Override
    public Future<?> prove(String authorization) {
        return auth.apply(authorization);
    }

    @Override
    public Runnable answer(JsonObject message, String authorization, Voice voice) {
        String question = message.getString("query", message.getString("q"));
        if (question == null || question.isBlank()) {
            throw ApiError.invalid("query", "missing_question", "There is nothing to search for: send query.");
        }
        Object limit = message.getValue("limit");
        String path = "/stream/search?q=" + URLEncoder.encode(question, StandardCharsets.UTF_8)
                + (limit == null ? "" : "&limit=" + URLEncoder.encode(limit.toString(), StandardCharsets.UTF_8));
        var search = new Search(voice);
        auth.apply(authorization)
                .compose(caller -> http.request(options(path)).compose(request -> search.send(request, caller)))
                .onSuccess(search::read)
                .onFailure(search::failed);
        return search::stop;
    }

    private RequestOptions options(String path) {
        return new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(worker.getHost())
                .setPort(worker.getPort() > 0 ? worker.getPort() : 80)
                .setURI(path);
    }

    /** One question on its way. */
    private final class Search {

        private final Voice voice;
        private final SseScanner scanner = new SseScanner(LARGEST_EVENT, this::event);
        private @Nullable HttpClientRequest sent;
        private boolean over;

        Search(Voice voice) {
            this.voice = voice;
        }

        Future<HttpClientResponse> send(HttpClientRequest request, Caller caller) {
            sent = request;
            if (over) {
                request.reset();
            }
            introduction.write(caller, Ids.next(), request.headers());
            return request.putHeader("accept", "text/event-stream").send();
        }

        void read(HttpClientResponse response) {
            if (response.statusCode() != 200) {
                response.body().onComplete(body -> refused(response.statusCode(), body.result()));
                return;
            }
            response.exceptionHandler(this::failed);
            response.endHandler(end -> end());
            response.handler(chunk -> {
                scanner.accept(chunk.getBytes());
                if (voice.isFull()) {
                    response.pause();
                    voice.onDrain(drained -> response.resume());
                }
            });
        }

        private void refused(int status, @Nullable Buffer body) {
            JsonObject problem = json(body == null ? Buffer.buffer() : body);
            if (!over) {
                voice.refuse(
                        status,
                        problem.getString("code", "refused"),
                        problem.getString("detail", "The search was refused."),
                        MultiMap.caseInsensitiveMultiMap());
                end();
            }
        }

        private void event(String name, byte[] data, int length, boolean whole) {
            if (!over && whole) {
                voice.say(
                        name.isEmpty() ? "message" : name,
                        json(Buffer.buffer(length).appendBytes(data, 0, length)));
            }
        }

        private JsonObject json(Buffer text) {
            try {
                return text.toJsonObject();
            } catch (DecodeException | ClassCastException notAnObject) {
                return new JsonObject().put("data", text.toString());
            }
        }

        void failed(Throwable failure) {
            if (over) {
                return;
            }
            ApiError why = failure instanceof ApiError
                    ? OpenAiErrors.of(failure)
                    : ApiError.unavailable(
                            "service_away", "The worker-service does not answer, or broke off. Try again soon.", 2);
            voice.refuse(why.status(), why.kind(), why.message(), MultiMap.caseInsensitiveMultiMap());
            end();
        }

        private void end() {
            if (!over) {
                over = true;
                voice.end();
            }
        }

        void stop() {
            over = true;
            if (sent != null) {
                sent.reset();
            }
        }
    }
}
