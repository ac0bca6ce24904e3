package dev.sluice.bench.load;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An OpenAI-shaped upstream that answers at once: a document of about a kilobyte, or a paced stream whose chunks carry
 * the nanosecond they were written at. The user {@code hold} waits two seconds for its document, the user {@code calm}
 * gets a slower stream. {@code GET /count} tells how many calls came (POST). A process of its own, pinned away from the gateway.
 */
public final class Upstream {

    private static final int CHUNKS = 50;
    private static final long CHUNK_MILLIS = 20;
    private static final long CALM_MILLIS = 100;
    private static final long HOLD_MILLIS = 2_000;
    /** The words that change our ways stand within the first bytes. */
    private static final int HEAD = 200;

    private Upstream() {}

    /** Listens on 127.0.0.1 at the port given as the only argument. */
    public static void main(String[] args) {
        int port = Integer.parseInt(args[0]);
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        Buffer document = Buffer.buffer(document());
        var calls = new AtomicLong();
        vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setTcpNoDelay(true))
                .requestHandler(request -> request.body().onSuccess(body -> {
                    var response = request.response();
                    if ("/count".equals(request.path())) {
                        response.end(Long.toString(calls.get()));
                        return;
                    }
                    // The gateway asks for the list of models, too, from time to time.
                    if (HttpMethod.POST.equals(request.method())) {
                        calls.incrementAndGet();
                    }
                    String head = body.getString(0, Math.min(HEAD, body.length()), "UTF-8");
                    if (head.contains("\"stream\":true")) {
                        response.setChunked(true).putHeader("content-type", "text/event-stream");
                        stream(vertx, response, head.contains("\"user\":\"calm\"") ? CALM_MILLIS : CHUNK_MILLIS);
                    } else if (head.contains("\"user\":\"hold\"")) {
                        vertx.setTimer(
                                HOLD_MILLIS,
                                over -> response.putHeader("content-type", "application/json")
                                        .end(document));
                    } else {
                        response.putHeader("content-type", "application/json").end(document);
                    }
                }))
                .listen(port)
                .onFailure(e -> {
                    System.err.println("Port " + port + " cannot be used: " + e.getMessage());
                    System.exit(1);
                });
    }

    private static void stream(Vertx vertx, HttpServerResponse response, long pace) {
        int[] sent = {0};
        vertx.setPeriodic(1, pace, timer -> {
            if (response.closed()) {
                vertx.cancelTimer(timer);
            } else if (sent[0]++ < CHUNKS) {
                response.write(chunk());
            } else {
                vertx.cancelTimer(timer);
                response.end("data: [DONE]\n\n");
            }
        });
    }

    private static String chunk() {
        return "data: {\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-4o-mini\","
                + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"t" + System.nanoTime()
                + " \"},\"finish_reason\":null}]}\n\n";
    }

    private static String document() {
        return "{\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"gpt-4o-mini\",\"choices\":[{\"index\":0,"
                + "\"message\":{\"role\":\"assistant\",\"content\":\"" + "lorem ipsum ".repeat(62)
                + "\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":200,\"completion_tokens\":190,\"total_tokens\":390}}";
    }
}
