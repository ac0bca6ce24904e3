package dev.sluice.local.demo;

import dev.sluice.local.text.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** A client of the suite with one API key. */
final class Caller {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final HttpClient http;
    private final String baseUrl;
    private final String key;

    Caller(HttpClient http, String baseUrl, String key) {
        this.http = http;
        this.baseUrl = baseUrl;
        this.key = key;
    }

    /**
     * An answer.
     *
     * @param millis from the request to the answer's last byte
     */
    record Reply(HttpResponse<String> response, long millis) {

        int status() {
            return response.statusCode();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /** The body, or nothing when it is no JSON. */
        Json json() {
            try {
                return Json.parse(response.body());
            } catch (IllegalArgumentException noJson) {
                return new Json.Nil();
            }
        }

        /** The text of a chat completion. */
        String answer() {
            return json().at("choices").items().stream()
                    .findFirst()
                    .map(choice -> choice.at("message", "content").text(""))
                    .orElse("");
        }

        /** This, when its status is the wanted one; {@link Failed} otherwise. */
        Reply wanting(int wanted) {
            if (status() != wanted) {
                throw new Failed(response.request().uri().getPath() + " answered " + status() + ": " + response.body());
            }
            return this;
        }
    }

    /** A stop of the tour could not be shown. */
    static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1;

        Failed(String why) {
            super(why.length() > 300 ? why.substring(0, 300) + "…" : why);
        }
    }

    Reply chat(String question) {
        return post("/v1/chat/completions", question(question, false)).wanting(200);
    }

    Reply post(String path, Json body) {
        return send(request(path).POST(BodyPublishers.ofString(body.write())).build());
    }

    /** Gets a path of the suite, or where an answer's Location points. */
    Reply get(String path) {
        return send(request(path).GET().build());
    }

    /** Streams a chat completion; each piece of text goes to the listener as it comes. */
    void streamChat(String question, java.util.function.Consumer<String> piece) {
        HttpRequest request = request("/v1/chat/completions")
                .POST(BodyPublishers.ofString(question(question, true).write()))
                .build();
        stream(
                request,
                (event, data) -> data.at("choices").items().stream()
                        .findFirst()
                        .map(choice -> choice.at("delta", "content").text(""))
                        .filter(text -> !text.isEmpty())
                        .ifPresent(piece));
    }

    /** Streams an event stream; each event with its name and data goes to the listener as it comes. */
    void streamEvents(String path, BiConsumer<String, Json> listener) {
        stream(request(path).header("accept", "text/event-stream").GET().build(), listener);
    }

    private void stream(HttpRequest request, BiConsumer<String, Json> listener) {
        try {
            HttpResponse<Stream<String>> response = http.send(request, BodyHandlers.ofLines());
            try (Stream<String> lines = response.body()) {
                if (response.statusCode() != 200) {
                    throw new Failed(request.uri().getPath() + " answered " + response.statusCode());
                }
                EventLines events = new EventLines(listener);
                lines.forEach(events::line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted on the tour", e);
        }
    }

    private Reply send(HttpRequest request) {
        long began = System.nanoTime();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            return new Reply(
                    response, Duration.ofNanos(System.nanoTime() - began).toMillis());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted on the tour", e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(baseUrl).resolve(path))
                .timeout(LONGEST)
                .header("authorization", "Bearer " + key)
                .header("content-type", "application/json");
    }

    private static Json question(String text, boolean stream) {
        return Json.object(
                "model",
                "local",
                "stream",
                stream,
                "messages",
                java.util.List.of(Json.object("role", "user", "content", text)));
    }
}
