package dev.sluice.gateway.wire;

import dev.sluice.gateway.GatewayConfig.Dialect;
import io.vertx.core.MultiMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which headers pass, as allow-lists: what is not named here stays here. Hop-by-hop headers and credentials never pass. */
public final class Headers {

    private static final Set<String> TO_UPSTREAM = Set.of("accept-language");

    /** What only hosts of one dialect understand. */
    private static final Map<Dialect, String> OF_DIALECT =
            Map.of(Dialect.OPENAI, "openai-beta", Dialect.ANTHROPIC, "anthropic-beta");

    private static final Set<String> TO_CLIENT = Set.of(
            "content-type",
            "content-language",
            "content-disposition",
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
    private static final String ANTHROPIC_RATE_LIMITS = "anthropic-ratelimit-";

    private Headers() {}

    /** Copies what an upstream of a dialect may see of a client's request. */
    public static void toUpstream(MultiMap from, MultiMap to, Dialect dialect) {
        for (String name : TO_UPSTREAM) {
            copy(name, from, to);
        }
        copy(OF_DIALECT.getOrDefault(dialect, ""), from, to);
    }

    private static void copy(String name, MultiMap from, MultiMap to) {
        String value = from.get(name);
        if (value != null) {
            to.set(name, value);
        }
    }

    /** Copies what a client may see of an upstream's answer. */
    public static void toClient(MultiMap from, MultiMap to) {
        for (Map.Entry<String, String> header : from) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            String renamed = RENAMED.get(name);
            if (renamed != null) {
                to.set(renamed, header.getValue());
            } else if (TO_CLIENT.contains(name)
                    || name.startsWith(RATE_LIMITS)
                    || name.startsWith(ANTHROPIC_RATE_LIMITS)) {
                to.set(name, header.getValue());
            }
        }
    }
}
