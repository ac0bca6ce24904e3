package dev.sluice.kit.requests;

import dev.sluice.contracts.identity.InternalHeaders;
import dev.sluice.kit.ids.Ids;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.MDC;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Gives each request an id and, at its end, one log line with fixed keys (category {@code sluice.request}): requestId,
 * tenant, method, path, status, ms, and what the service noted. The path comes without its query, which may hold a
 * question.
 */
@ApplicationScoped
public class RequestLog {

    private static final Logger LOG = Logger.getLogger("sluice.request");
    private static final String NOTES = "sluice.notes";
    private static final String ID = "sluice.requestId";
    private static final int LONGEST_ID = 128;

    void register(@Observes Filters filters) {
        filters.register(this::begin, 10_000);
    }

    /** The id of a request, as answered in {@code x-request-id}. */
    public static String idOf(RoutingContext route) {
        String id = route.get(ID);
        return id == null ? "" : id;
    }

    /** Adds a key to the request's log line. Never a prompt, an answer or a key's secret. */
    public static void note(RoutingContext route, String key, @Nullable Object value) {
        Map<String, String> notes = route.get(NOTES);
        if (notes != null && value != null) {
            notes.put(key, String.valueOf(value));
        }
    }

    private void begin(RoutingContext route) {
        open(route);
        route.next();
    }

    /** Gives a request its id and its log line; for one that came within another, such as a message of a socket. */
    public static void open(RoutingContext route) {
        long start = System.nanoTime();
        String given = route.request().getHeader(InternalHeaders.REQUEST_ID);
        String id = given != null && isPlain(given) ? given : Ids.next();
        route.put(ID, id);
        route.response().putHeader(InternalHeaders.REQUEST_ID, id);
        MDC.put("requestId", id);
        if (LOG.isLoggable(Level.INFO) && !isProbe(route.normalizedPath())) {
            route.put(NOTES, new LinkedHashMap<String, String>());
            route.addEndHandler(end -> write(route, id, start, end.succeeded()));
        }
    }

    private static void write(RoutingContext route, String id, long start, boolean complete) {
        Map<String, String> line = new LinkedHashMap<>();
        line.put("requestId", id);
        line.put("method", route.request().method().name());
        line.put("path", route.normalizedPath());
        line.put("status", String.valueOf(route.response().getStatusCode()));
        line.put("ms", String.valueOf(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)));
        if (!complete) {
            line.put("cut", "true");
        }
        Map<String, String> notes = route.get(NOTES);
        line.putAll(notes);
        // Put on the record itself: going through the thread's context would cost two steps a key.
        var entry = new ExtLogRecord(
                Level.INFO,
                line.get("method") + " " + line.get("path") + " " + line.get("status"),
                ExtLogRecord.FormatStyle.NO_FORMAT,
                RequestLog.class.getName());
        entry.setMdc(line);
        LOG.logRaw(entry);
    }

    /** Whether a client's request id may be echoed and logged: short, and without control or quote characters. */
    static boolean isPlain(String id) {
        if (id.isEmpty() || id.length() > LONGEST_ID) {
            return false;
        }
        return id.chars().allMatch(c -> c > ' ' && c < 127 && c != '"' && c != '\\');
    }

    private static boolean isProbe(String path) {
        return path.startsWith("/health") || path.equals("/metrics") || path.startsWith("/q/");
    }
}
