package dev.sluice.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as it arrived at a {@link ScriptedUpstream}.
 *
 * @param number 1 for the first
 * @param atNanos {@link System#nanoTime()} when its body was there
 * @param method HTTP method
 * @param path path without the query
 * @param query the query, empty when none
 * @param headers all headers, names in lower case
 * @param body the body, byte for byte
 */
public record Received(
        long number,
        long atNanos,
        String method,
        String path,
        String query,
        Map<String, List<String>> headers,
        Bytes body) {

    /** The header's first value, or null. */
    public @Nullable String header(String name) {
        List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
        return values == null ? null : values.getFirst();
    }

    /** The body as JSON. */
    public JsonNode json() {
        try {
            return Asked.JSON.readTree(body.toArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
