package dev.sluice.cache.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Records in memory, bounded in number; the least useful go first. */
final class LocalBeside implements Beside {

    private static final int MOST = 100_000;

    private record Key(String tenant, String name) {}

    private record Sheet(Map<String, String> fields, Instant until) {}

    private final Clock clock;
    private final Cache<Key, Sheet> sheets;

    LocalBeside(Clock clock) {
        this.clock = clock;
        this.sheets = Caffeine.newBuilder()
                .maximumSize(MOST)
                .ticker(() -> {
                    Instant now = clock.instant();
                    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
                })
                .expireAfter(Expiry.writing((Key key, Sheet sheet) -> left(sheet)))
                .executor(Runnable::run)
                .build();
    }

    private Duration left(Sheet sheet) {
        Duration left = Duration.between(clock.instant(), sheet.until());
        return left.isNegative() ? Duration.ZERO : left;
    }

    @Override
    public Map<String, String> read(String tenant, String name) {
        Sheet sheet = sheets.getIfPresent(new Key(tenant, name));
        return sheet == null ? Map.of() : sheet.fields();
    }

    @Override
    public Map<String, String> write(
            String tenant, String name, Map<String, Double> add, Map<String, String> set, Duration life) {
        return sheets.asMap()
                .compute(new Key(tenant, name), (key, before) -> changed(before, add, set, life))
                .fields();
    }

    private Sheet changed(@Nullable Sheet before, Map<String, Double> add, Map<String, String> set, Duration life) {
        Map<String, String> fields = before == null ? new HashMap<>() : new HashMap<>(before.fields());
        add.forEach((field, more) -> fields.put(field, Double.toString(Beside.number(fields, field) + more)));
        set.forEach((field, text) -> {
            if (text.isEmpty()) {
                fields.remove(field);
            } else {
                fields.put(field, text);
            }
        });
        Instant until = clock.instant().plus(life);
        return new Sheet(Map.copyOf(fields), before != null && before.until().isAfter(until) ? before.until() : until);
    }

    @Override
    public void count(String tenant, String name, String field, Duration life) {
        write(tenant, name, Map.of(field, 1.0), Map.of(), life);
    }

    @Override
    public void remove(String tenant, Collection<String> names) {
        names.forEach(name -> sheets.invalidate(new Key(tenant, name)));
    }

    @Override
    public void clear(String tenant, String prefix) {
        sheets.asMap()
                .keySet()
                .removeIf(key -> key.tenant().equals(tenant) && key.name().startsWith(prefix));
    }

    /** Deletes everything of every tenant. */
    void clear() {
        sheets.invalidateAll();
    }
}
