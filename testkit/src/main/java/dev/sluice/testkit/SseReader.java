package dev.sluice.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer as it comes, event by event with arrival times, and can leave in the middle. Every wait ends after the
 * deadline (10 s unless told otherwise) with an {@link AssertionError}. An answer that is no event stream can be read
 * with {@link #body()}.
 */
public final class SseReader implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private sealed interface Item {
        record Block(SseEvent event) implements Item {}

        record End(@Nullable IOException failure) implements Item {}
    }

    private final HttpWire wire;
    private final BlockingQueue<Item> items = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream raw = new ByteArrayOutputStream();
    private final List<SseEvent> seen = new ArrayList<>();
    private Duration deadline = DEADLINE;
    private Item.@Nullable End end;

    private SseReader(HttpWire wire) {
        this.wire = wire;
    }

    /** POSTs JSON and returns when the answer's headers are there. */
    public static SseReader post(String uri, String json, Map<String, String> headers) {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.put("content-type", "application/json");
        all.putAll(headers);
        return send("POST", uri, all, json.getBytes(StandardCharsets.UTF_8));
    }

    /** POSTs JSON with no further headers. */
    public static SseReader post(String uri, String json) {
        return post(uri, json, Map.of());
    }

    /** GETs and returns when the answer's headers are there. */
    public static SseReader get(String uri, Map<String, String> headers) {
        return send("GET", uri, headers, new byte[0]);
    }

    /**
     * Sends any request over a connection of its own and returns when the answer's headers are there, within 60 s.
     *
     * @throws UncheckedIOException when the connection fails or breaks before that
     */
    public static SseReader send(String method, String uri, Map<String, String> headers, byte[] body) {
        try {
            var reader = new SseReader(new HttpWire(method, URI.create(uri), headers, body));
            Thread.ofVirtual().name("sse-reader").start(reader::pump);
            return reader;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How long each later wait may last. */
    public SseReader deadline(Duration value) {
        deadline = value;
        return this;
    }

    /** The HTTP status. */
    public int status() {
        return wire.status();
    }

    /** The answer's headers. */
    public HttpHeaders headers() {
        return wire.headers();
    }

    /** One header's first value, or null. */
    public @Nullable String header(String name) {
        return wire.headers().firstValue(name).orElse(null);
    }

    /** {@link System#nanoTime()} when the request was sent. */
    public long sentNanos() {
        return wire.sentNanos();
    }

    /** {@link System#nanoTime()} when the headers were there. */
    public long headersNanos() {
        return wire.headNanos();
    }

    /** The next block, comments included; null when the stream has ended in whatever way. */
    public @Nullable SseEvent next() {
        if (end != null) {
            return null;
        }
        try {
            Item item = items.poll(deadline.toMillis(), TimeUnit.MILLISECONDS);
            return switch (item) {
                case null -> throw new AssertionError("Nothing arrived within " + deadline + " after " + seen);
                case Item.Block(SseEvent event) -> {
                    seen.add(event);
                    yield event;
                }
                case Item.End ended -> {
                    end = ended;
                    yield null;
                }
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for an event", e);
        }
    }

    /** The next block that carries data; null when the stream has ended. */
    public @Nullable SseEvent nextData() {
        SseEvent event = next();
        while (event != null && event.data() == null) {
            event = next();
        }
        return event;
    }

    /** Reads to the end; all blocks seen so far, comments included. */
    public List<SseEvent> readAll() {
        SseEvent event = next();
        while (event != null) {
            event = next();
        }
        return List.copyOf(seen);
    }

    /** Reads to the end; the data of all blocks that have any. */
    public List<String> readAllData() {
        List<String> all = new ArrayList<>();
        for (SseEvent event : readAll()) {
            String data = event.data();
            if (data != null) {
                all.add(data);
            }
        }
        return all;
    }

    /** Reads to the end; every byte of the body as text, event stream or not. */
    public String body() {
        return new String(bodyBytes(), StandardCharsets.UTF_8);
    }

    /** Reads to the end; every byte of the body. */
    public byte[] bodyBytes() {
        readAll();
        return rawBytes();
    }

    /** Every byte that has arrived until now. */
    public byte[] rawBytes() {
        synchronized (raw) {
            return raw.toByteArray();
        }
    }

    /** Reads to the end; whether the HTTP body was complete: false when the connection broke. */
    public boolean endedCleanly() {
        return failure() == null;
    }

    /** Reads to the end; what broke the connection, or null. */
    public @Nullable IOException failure() {
        readAll();
        return end == null ? null : end.failure();
    }

    /** Leaves: closes the connection, in the middle of the stream if need be. */
    @Override
    public void close() {
        try {
            wire.close();
        } catch (IOException alreadyBroken) {
            // The purpose was to end it.
        }
    }

    private void pump() {
        var parser = new SseParser();
        byte[] buffer = new byte[16 * 1024];
        IOException failure = null;
        try {
            InputStream in = wire.body();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                long now = System.nanoTime();
                synchronized (raw) {
                    raw.write(buffer, 0, n);
                }
                parser.feed(buffer, 0, n, now).forEach(event -> items.add(new Item.Block(event)));
            }
        } catch (IOException e) {
            failure = e;
        }
        parser.end(System.nanoTime()).forEach(event -> items.add(new Item.Block(event)));
        items.add(new Item.End(failure));
    }
}
