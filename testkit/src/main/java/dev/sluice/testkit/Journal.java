package dev.sluice.testkit;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What happened at an upstream. Keeps the last 10,000 of each kind; the counts go on. */
final class Journal {

    private static final int MOST = 10_000;

    private final Deque<Received> requests = new ArrayDeque<>();
    private final Deque<Cancelled> cancelled = new ArrayDeque<>();
    private long count;
    private long completed;
    private int inFlight;
    private int peak;

    synchronized Received arrived(HttpServerRequest request, Buffer body) {
        Map<String, List<String>> headers = new HashMap<>();
        request.headers()
                .names()
                .forEach(name -> headers.put(
                        name.toLowerCase(Locale.ROOT),
                        List.copyOf(request.headers().getAll(name))));
        String path = request.path();
        String query = request.query();
        var received = new Received(
                ++count,
                System.nanoTime(),
                request.method().name(),
                path == null ? "" : path,
                query == null ? "" : query,
                Map.copyOf(headers),
                Bytes.of(body.getBytes()));
        keep(requests, received);
        inFlight++;
        peak = Math.max(peak, inFlight);
        return received;
    }

    synchronized void completed() {
        completed++;
        inFlight--;
    }

    synchronized void left(Cancelled client) {
        keep(cancelled, client);
        inFlight--;
    }

    synchronized List<Received> requests() {
        return List.copyOf(requests);
    }

    synchronized List<Cancelled> cancelled() {
        return List.copyOf(cancelled);
    }

    synchronized long count() {
        return count;
    }

    synchronized long completedCount() {
        return completed;
    }

    synchronized int inFlight() {
        return inFlight;
    }

    synchronized int peak() {
        return peak;
    }

    /** Forgets what was, not what runs. */
    synchronized void clear() {
        requests.clear();
        cancelled.clear();
        completed = 0;
        peak = inFlight;
    }

    private static <T> void keep(Deque<T> kept, T one) {
        if (kept.size() == MOST) {
            kept.removeFirst();
        }
        kept.addLast(one);
    }
}
