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
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the worker-service streams, its events as messages: answers from the tenant's documents ({@code GET /stream/search}),
 * and the states of its tasks ({@code GET /background/events}).
 */
public final class WorkerTalk implements Talk {

    private static final int LARGEST_EVENT = 1024 * 1024;

    private static final int MOST_FOLLOWED = 100;
    private static final int LONGEST_ID = 64;

    /** How to reach the worker-service for one socket. */
    public record Way(HttpClient http, URI worker, Introduction introduction, Function<String, Future<Caller>> auth) {}

    private final HttpClient http;
    private final URI worker;
    private final Introduction introduction;
    private final Function<String, Future<Caller>> auth;
    private final String word;
    private final Function<JsonObject, String> path;
    private final UnaryOperator<JsonObject> shape;

    private WorkerTalk(Way way, String word, Function<JsonObject, String> path, UnaryOperator<JsonObject> shape) {
        this.http = way.http();
        this.worker = way.worker();
        this.introduction = way.introduction();
        this.auth = way.auth();
        this.word = word;
        this.path = path;
        this.shape = shape;
    }

    /** Questions to the tenant's documents: {@code {"type": "search", "query": "..."}}. */
    public static WorkerTalk search(Way way) {
        return new WorkerTalk(way, "search", WorkerTalk::searching, UnaryOperator.identity());
    }

    /**
     * The states of the tenant's tasks: {@code {"type": "follow", "ids": [...]}} for some until all have ended, without ids
     * for all. An event tells of its task under {@code task}.
     */
    public static WorkerTalk tasks(Way way) {
        return new WorkerTalk(way, "follow", WorkerTalk::following, view -> new JsonObject().put("task", view));
    }

    private static String searching(JsonObject message) {
        String question = message.getString("query", message.getString("q"));
        if (question == null || question.isBlank()) {
            throw ApiError.invalid("query", "missing_question", "There is nothing to search for: send query.");
        }
        var path = new StringBuilder("/stream/search?q=" + encoded(question));
        append(path, "limit", message.getValue("limit"));
        append(path, "label", message.getValue("labels"));
        append(path, "document", message.getValue("documents"));
        append(path, "web", message.getValue("web"));
        return path.toString();
    }

    /** A value as a parameter, a list as several; the worker-service says what is wrong with one. */
    private static void append(StringBuilder path, String name, @Nullable Object value) {
        if (value instanceof JsonArray several) {
            several.forEach(one -> append(path, name, one));
        } else if (value != null) {
            path.append('&').append(name).append('=').append(encoded(value.toString()));
        }
    }

    private static String following(JsonObject message) {
        JsonArray ids = message.getJsonArray("ids");
        if (ids == null) {
            return "/background/events";
        }
        boolean good = !ids.isEmpty()
                && ids.size() <= MOST_FOLLOWED
                && ids.stream().allMatch(id -> id instanceof String text && text.length() <= LONGEST_ID);
        if (!good) {
            throw ApiError.invalid(
                    "ids",
                    "bad_ids",
                    "ids must be 1 to %d ids of tasks; leave it out to follow all.".formatted(MOST_FOLLOWED));
        }
        return "/background/events?ids="
                + ids.stream().map(id -> encoded(id.toString())).collect(Collectors.joining(","));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public String word() {
        return word;
    }

    @Override
    public boolean isResumable() {
        return word.equals("follow");
    }

    @Override
    public Future<?> prove(String authorization) {
        return auth.apply(authorization);
    }

    @Override
    public Runnable answer(JsonObject message, String authorization, Voice voice) {
        String asked = path.apply(message);
        var search = new Search(voice);
        auth.apply(authorization)
                .compose(caller -> http.request(options(asked)).compose(request -> search.send(request, caller)))
                .onSuccess(search::read)
                .onFailure(search::failed);
        return search::stop;
    }

    private RequestOptions options(String asked) {
        return new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(worker.getHost())
                .setPort(worker.getPort() > 0 ? worker.getPort() : 80)
                .setURI(asked);
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
                        problem.getString("detail", "It was refused."),
                        MultiMap.caseInsensitiveMultiMap());
                end();
            }
        }

        private void event(String name, byte[] data, int length, boolean whole) {
            if (!over && whole) {
                voice.say(
                        name.isEmpty() ? "message" : name,
                        shape.apply(json(Buffer.buffer(length).appendBytes(data, 0, length))));
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
