package dev.sluice.gateway.front;

import dev.sluice.kit.config.PeersConfig;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The other services and the public paths they answer. */
enum Sibling {
    CACHE,
    OPTIMIZER,
    WORKER,
    ANALYTICS;

    /** The page everybody may load; its data calls carry a key. */
    static final String OPEN = "/dashboard";

    private List<String> prefixes() {
        return switch (this) {
            case CACHE -> List.of("/cache", "/api/v1/optimization/cache");
            case OPTIMIZER ->
                List.of(
                        "/optimize",
                        "/api/v1/optimization/stats",
                        "/api/v1/optimization/health",
                        "/api/v1/optimization/compress",
                        "/api/v1/optimization/prompt");
            case WORKER -> List.of("/background", "/knowledge", "/stream", "/api/ai", "/v1/files", "/v1/batches");
            case ANALYTICS -> List.of("/analytics", OPEN);
        };
    }

    String service() {
        return switch (this) {
            case CACHE -> "cache-service";
            case OPTIMIZER -> "optimizer-service";
            case WORKER -> "worker-service";
            case ANALYTICS -> "analytics-service";
        };
    }

    URI address(PeersConfig peers) {
        return switch (this) {
            case CACHE -> peers.cache();
            case OPTIMIZER -> peers.optimizer();
            case WORKER -> peers.worker();
            case ANALYTICS -> peers.analytics();
        };
    }

    /** Who answers a path; null if none of them does. */
    static @Nullable Sibling of(String path) {
        for (Sibling sibling : values()) {
            for (String prefix : sibling.prefixes()) {
                if (isBelow(path, prefix)) {
                    return sibling;
                }
            }
        }
        return null;
    }

    static boolean isBelow(String path, String prefix) {
        return path.startsWith(prefix) && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
    }
}
