package dev.sluice.testkit;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/**
 * A model provider that does what it is told, on loopback. Speaks OpenAI's dialect ({@code /v1/chat/completions},
 * {@code /v1/embeddings}, {@code /v1/models}, {@code /v1/moderations}) and Anthropic's ({@code /v1/messages}, {@code
 * /v1/messages/count_tokens}), plain and streamed. Without a script it echoes: "You said: ..." with the last user message.
 *
 * <p>A {@link Script} comes from the request's {@code x-script} header, or from {@link Script#toMarker()} in the last user
 * message, or is registered for a model, or is the next of the queue (used up by POSTs in order of arrival). Everything
 * received is kept, and every client that left before the end.
 */
public final class ScriptedUpstream implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int MAX_HEADERS = 64 * 1024;

    private final Vertx vertx;
    private final HttpServer server;
    private final Scripts scripts = new Scripts();
    private final Journal journal = new Journal();
    private volatile boolean held;

    private ScriptedUpstream(int port) {
        vertx = Loops.vertx(1);
        server = vertx.createHttpServer(new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(port)
                        .setMaxHeaderSize(MAX_HEADERS)
                        .setHandle100ContinueAutomatically(true))
                .requestHandler(this::handle);
    }

    /** Starts on a free port. */
    public static ScriptedUpstream start() {
        return start(0);
    }

    /** Starts on this port; 0 means any free one. */
    public static ScriptedUpstream start(int port) {
        var upstream = new ScriptedUpstream(port);
        try {
            Loops.await(upstream.server.listen(), "Listening on 127.0.0.1:" + port);
            return upstream;
        } catch (RuntimeException e) {
            upstream.close();
            throw e;
        }
    }

    /** The port it listens on. */
    public int port() {
        return server.actualPort();
    }

    /** {@code http://127.0.0.1:PORT}, as Anthropic clients want it. */
    public String url() {
        return "http://127.0.0.1:" + port();
    }

    /** {@code http://127.0.0.1:PORT/v1}, as OpenAI clients want it. */
    public String openAiUrl() {
        return url() + "/v1";
    }

    /** Adds scripts for the next POSTs, first in, first out. */
    public ScriptedUpstream enqueue(Script... next) {
        List.of(next).forEach(scripts::enqueue);
        return this;
    }

    /** Every request for this model gets this script from now on. */
    public ScriptedUpstream onModel(String model, Script script) {
        scripts.register(model, script);
        return this;
    }

    /** What requests get that nothing else is meant for; an echo unless told otherwise. */
    public ScriptedUpstream otherwise(Script script) {
        scripts.fallback(script);
        return this;
    }

    /** Answers stop before their end, streams after a few chunks, until {@link #release()}. */
    public ScriptedUpstream hold() {
        held = true;
        return this;
    }

    /** Answers go on. */
    public void release() {
        held = false;
    }

    /** Forgets all scripts and all that was received; nothing is held. */
    public void reset() {
        held = false;
        scripts.clear();
        journal.clear();
    }

    /** Queued scripts that no request has used yet. */
    public int queued() {
        return scripts.queued();
    }

    /** Everything received, oldest first (the last 10,000). */
    public List<Received> requests() {
        return journal.requests();
    }

    /** The latest request. */
    public Received lastRequest() {
        List<Received> all = requests();
        if (all.isEmpty()) {
            throw new AssertionError("The upstream has received nothing");
        }
        return all.getLast();
    }

    /** Clients that left before the end, oldest first. */
    public List<Cancelled> cancelled() {
        return journal.cancelled();
    }

    /** Requests being answered now. */
    public int inFlight() {
        return journal.inFlight();
    }

    /** The most requests ever answered at the same time since the start or the last {@link #reset()}. */
    public int peakInFlight() {
        return journal.peak();
    }

    /** Waits until at least this many requests have come, 10 s at most. */
    public List<Received> awaitRequests(int count) {
        await("requests", () -> requests().size() >= count);
        return requests();
    }

    /** Waits until at least this many clients have left early, 10 s at most. */
    public List<Cancelled> awaitCancelled(int count) {
        await("cancelled requests", () -> cancelled().size() >= count);
        return cancelled();
    }

    /** Waits until nothing is being answered, 10 s at most. */
    public void awaitIdle() {
        await("no requests in flight", () -> inFlight() == 0);
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what + " at the upstream")
                .atMost(DEADLINE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(condition);
    }

    /** Stops; open connections break. */
    @Override
    public void close() {
        Loops.await(vertx.close(), "Stopping the upstream");
    }

    private void handle(HttpServerRequest request) {
        request.body().onSuccess(body -> answer(request, body));
    }

    private void answer(HttpServerRequest request, Buffer body) {
        Received received = journal.arrived(request, body);
        Script script;
        Answer answer;
        try {
            Asked asked = asked(request, body);
            script = scripts.choose(request, asked);
            answer = Dialects.answer(received.method(), received.path(), asked, script, received.number());
        } catch (IllegalArgumentException e) {
            script = Script.echo();
            answer = Dialects.error(received.path(), 400, String.valueOf(e.getMessage()), false);
        }
        new Playback(vertx, request, received, script, answer, journal, () -> held).play();
    }

    private static Asked asked(HttpServerRequest request, Buffer body) {
        String type = request.getHeader("content-type");
        boolean json = type == null || type.contains("json");
        return json ? Asked.read(body.getBytes()) : Asked.nothing();
    }
}
