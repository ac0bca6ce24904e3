package dev.sluice.gateway;

import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * As many event loops as cores, unless configured otherwise: with Quarkus' two a core a pinned gateway spends twice the
 * CPU on a request.
 */
public final class Cores implements ConfigSource {

    private static final String KEY = "quarkus.vertx.event-loops-pool-size";
    private static final int BELOW_APPLICATION_PROPERTIES = 200;

    @Override
    public Map<String, String> getProperties() {
        return Map.of(KEY, value());
    }

    @Override
    public Set<String> getPropertyNames() {
        return Set.of(KEY);
    }

    @Override
    public int getOrdinal() {
        return BELOW_APPLICATION_PROPERTIES;
    }

    @Override
    public @Nullable String getValue(String name) {
        return name.equals(KEY) ? value() : null;
    }

    @Override
    public String getName() {
        return "event loops = cores";
    }

    private static String value() {
        return Integer.toString(Runtime.getRuntime().availableProcessors());
    }
}
