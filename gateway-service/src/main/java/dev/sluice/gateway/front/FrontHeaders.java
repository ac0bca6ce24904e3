package dev.sluice.gateway.front;

import io.vertx.core.MultiMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which headers pass between a client and a sibling. Identity headers are not among them: the gateway writes those. */
final class FrontHeaders {

    private static final Set<String> IN = Set.of(
            "content-type",
            "content-encoding",
            "accept",
            "accept-language",
            "accept-encoding",
            "cache-control",
            "if-match",
            "if-none-match",
            "if-modified-since",
            "last-event-id",
            "idempotency-key",
            "prefer",
            "range",
            "x-sluice-priority",
            "x-sluice-session",
            "x-sluice-tags");

    private static final Set<String> OUT = Set.of(
            "content-type",
            "content-length",
            "content-encoding",
            "content-disposition",
            "content-language",
            "content-range",
            "content-security-policy",
            "accept-ranges",
            "allow",
            "age",
            "cache-control",
            "deprecation",
            "etag",
            "last-modified",
            "link",
            "location",
            "preference-applied",
            "referrer-policy",
            "retry-after",
            "sunset",
            "vary",
            "x-accel-buffering",
            "x-content-type-options",
            "x-frame-options");

    private FrontHeaders() {}

    static void in(MultiMap from, MultiMap to) {
        copy(from, to, IN);
    }

    static void out(MultiMap from, MultiMap to) {
        copy(from, to, OUT);
    }

    private static void copy(MultiMap from, MultiMap to, Set<String> allowed) {
        for (Map.Entry<String, String> header : from) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (allowed.contains(name)) {
                to.add(name, header.getValue());
            }
        }
    }
}
