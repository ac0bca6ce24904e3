package dev.sluice.gateway.wire;

import io.vertx.core.MultiMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which headers pass, as allow-lists: what is not named here stays here. Hop-by-hop headers and credentials never pass. */
public final class Headers {

    private static final Set<String> TO_UPSTREAM =
            Set.of("idempotency-key", "openai-beta", "anthropic-beta", "accept-language");

    private static final Set<String> TO_CLIENT = Set.of(
            "content-type",
            "content-language",
            "cache-control",
            "retry-after",
            "retry-after-ms",
            "x-should-retry",
            "openai-processing-ms",
            "openai-version",
            "openai-model");

    /** Headers of upstreams that share a name with ours, and what they are called instead. */
    private static final Map<String, String> RENAMED =
            Map.of("x-request-id", "x-upstream-request-id", "request-id", "x-upstream-request-id");

    private static final String RATE_LIMITS = "x-ratelimit-";

    private Headers() {}

    /** Copies what an upstream may see of a client's request. */
    public static void toUpstream(MultiMap from, MultiMap to) {
        for (String name : TO_UPSTREAM) {
            String value = from.get(name);
            if (value != null) {
                to.set(name, value);
            }
        }
    }

    /** Copies what a client may see of an upstream's answer. */
    public static void toClient(MultiMap from, MultiMap to) {
        for (Map.Entry<String, String> header : from) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            String renamed = RENAMED.get(name);
            if (renamed != null) {
                to.set(renamed, header.getValue());
            } else if (TO_CLIENT.contains(name) || name.startsWith(RATE_LIMITS)) {
                to.set(name, header.getValue());
            }
        }
    }
}
