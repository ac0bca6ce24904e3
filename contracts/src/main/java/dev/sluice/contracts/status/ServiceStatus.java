package dev.sluice.contracts.status;

import java.util.Map;

/**
 * How a service is, told at {@code GET /internal/status} and gathered by the gateway into {@code /system/status}.
 *
 * @param service the service's name
 * @param version its version
 * @param state up, degraded (works, but a helper is away; the details say which) or down
 * @param details facts worth knowing, such as {@code store=local} or {@code kafka=down}; no secrets
 */
public record ServiceStatus(String service, String version, State state, Map<String, String> details) {

    public ServiceStatus {
        details = Map.copyOf(details);
    }

    /** Up, degraded or down. */
    public enum State {
        UP,
        DEGRADED,
        DOWN
    }
}
