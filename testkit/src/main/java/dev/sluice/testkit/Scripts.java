package dev.sluice.testkit;

import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which script a request gets: the one in its {@code x-script} header, else in a marker in its last user message, else
 * the one registered for its model, else the next of the queue, else the fallback. Reads (GET) never use up the queue.
 */
final class Scripts {

    static final String MARKER_START = "[[script:";
    static final String MARKER_END = "]]";

    private final Deque<Script> queue = new ArrayDeque<>();
    private final Map<String, Script> byModel = new HashMap<>();
    private Script fallback = Script.echo();

    synchronized void enqueue(Script script) {
        queue.add(script);
    }

    synchronized void register(String model, Script script) {
        byModel.put(model, script);
    }

    synchronized void fallback(Script script) {
        fallback = script;
    }

    synchronized void clear() {
        queue.clear();
        byModel.clear();
        fallback = Script.echo();
    }

    synchronized int queued() {
        return queue.stream().mapToInt(Script::times).sum();
    }

    /** @throws IllegalArgumentException when the header or the marker is no script */
    Script choose(HttpServerRequest request, Asked asked) {
        String header = request.getHeader("x-script");
        if (header != null) {
            return Script.parse(header);
        }
        String marker = marker(asked.lastUserText());
        if (marker != null) {
            return Script.parse(marker);
        }
        return next(asked.model(), request.method().name().equals("POST"));
    }

    private synchronized Script next(@Nullable String model, boolean mayUseQueue) {
        Script registered = model == null ? null : byModel.get(model);
        if (registered != null) {
            return registered;
        }
        Script queued = mayUseQueue ? queue.poll() : null;
        if (queued == null) {
            return fallback;
        }
        if (queued.times() > 1) {
            queue.addFirst(queued.times(queued.times() - 1));
        }
        return queued;
    }

    private static @Nullable String marker(String text) {
        int start = text.indexOf(MARKER_START);
        int end = start < 0 ? -1 : text.indexOf(MARKER_END, start);
        // A script may itself hold ]] (an array in an array): its end is the last one that closes an object.
        while (end > 0 && text.charAt(end - 1) != '}') {
            end = text.indexOf(MARKER_END, end + 1);
        }
        return end < 0 ? null : text.substring(start + MARKER_START.length(), end);
    }

    /** The text without its marker. */
    static String withoutMarker(String text) {
        String marker = marker(text);
        return marker == null
                ? text
                : text.replace(MARKER_START + marker + MARKER_END, "").strip();
    }
}
