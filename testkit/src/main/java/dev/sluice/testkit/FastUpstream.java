package dev.sluice.testkit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/**
 * The upstream for measurements: answers made once, nothing parsed, nothing kept. A request streams when its body holds
 * {@code "stream":true}. With {@code stamped}, each content chunk says the {@link System#nanoTime()} of its write, which
 * on Linux is the same clock in every process.
 */
final class FastUpstream implements AutoCloseable {

    private static final String STAMP = "@@";
    private static final byte[] STREAM = "\"stream\":".getBytes(StandardCharsets.US_ASCII);

    private final Vertx vertx;
    private final Script script;
    private final boolean stamped;
    private final Answers openAi;
    private final Answers anthropic;
    private final Answers embeddings;
    private final int port;

    private record Answers(Answer plain, Answer streamed) {}

    private FastUpstream(int port, int loops, Script script, boolean stamped) {
        this.script = script;
        this.stamped = stamped;
        openAi = answers("/v1/chat/completions");
        anthropic = answers("/v1/messages");
        embeddings = answers("/v1/embeddings");
        vertx = Loops.vertx(loops);
        // Servers on several loops share a port only when it was named, so 0 will not do.
        this.port = port == 0 ? Ports.free() : port;
        for (int i = 0; i < loops; i++) {
            HttpServer server = vertx.createHttpServer(
                            new HttpServerOptions().setHost("127.0.0.1").setPort(this.port))
                    .requestHandler(this::handle);
            Loops.await(server.listen(), "Listening on 127.0.0.1:" + this.port);
        }
    }

    static FastUpstream start(int port, int loops, Script script, boolean stamped) {
        return new FastUpstream(port, loops, script, stamped);
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        Loops.await(vertx.close(), "Stopping the upstream");
    }

    private Answers answers(String path) {
        String body = "{\"model\":\"gpt-4o-mini\",\"input\":\"x\",\"stream_options\":{\"include_usage\":true},"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"" + "measure ".repeat(40) + "\"}],\"stream\":";
        Script said = stamped
                ? Script.say((STAMP + " ").repeat(Math.max(1, script.content().words())))
                : script;
        return new Answers(answer(path, body + "false}", script), answer(path, body + "true}", said));
    }

    private static Answer answer(String path, String body, Script script) {
        return Dialects.answer("POST", path, Asked.read(body.getBytes(StandardCharsets.UTF_8)), script, 1);
    }

    private void handle(HttpServerRequest request) {
        String path = String.valueOf(request.path());
        Answers answers = path.endsWith("/messages") ? anthropic : path.endsWith("/embeddings") ? embeddings : openAi;
        request.body().onSuccess(body -> {
            Answer answer = asksForStream(body) ? answers.streamed() : answers.plain();
            HttpServerResponse response = request.response();
            response.putHeader("content-type", answer.contentType());
            Duration first = script.pace().firstTokenAfter();
            if (first.isZero()) {
                send(response, answer);
            } else {
                vertx.setTimer(Math.max(1, first.toMillis()), fired -> send(response, answer));
            }
        });
    }

    private void send(HttpServerResponse response, Answer answer) {
        if (!answer.streamed()) {
            response.end(answer.chunks().getFirst());
            return;
        }
        response.setChunked(true);
        Duration each = script.pace().tokenEvery();
        if (each.isZero()) {
            answer.chunks().forEach(chunk -> response.write(stamp(chunk)));
            response.end();
            return;
        }
        int[] next = {0};
        response.write(stamp(answer.chunks().get(next[0]++)));
        vertx.setPeriodic(Math.max(1, each.toMillis()), timer -> {
            if (response.closed()) {
                vertx.cancelTimer(timer);
            } else if (next[0] < answer.chunks().size()) {
                response.write(stamp(answer.chunks().get(next[0]++)));
            } else {
                vertx.cancelTimer(timer);
                Future<Void> ignored = response.end();
            }
        });
    }

    private Buffer stamp(Buffer chunk) {
        if (!stamped) {
            return chunk;
        }
        String text = chunk.toString();
        return Buffer.buffer(text.replace(STAMP, Long.toString(System.nanoTime())));
    }

    /** Whether the bytes {@code "stream":true} are in there, with or without a space. */
    static boolean asksForStream(Buffer body) {
        byte[] bytes = body.getBytes();
        for (int i = 0; i < bytes.length - STREAM.length; i++) {
            if (bytes[i] == '"' && Arrays.equals(bytes, i, i + STREAM.length, STREAM, 0, STREAM.length)) {
                int value = i + STREAM.length;
                return bytes[bytes[value] == ' ' && value + 1 < bytes.length ? value + 1 : value] == 't';
            }
        }
        return false;
    }
}
