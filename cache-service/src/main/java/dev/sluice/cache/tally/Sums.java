package dev.sluice.cache.tally;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.cache.store.Beside;
import dev.sluice.cache.store.Stores;
import io.quarkus.logging.Log;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Named numbers of tenants that only ever change by adding. With Redis what all replicas added counts, a second late,
 * and a replica that starts knows what the others know; without, each knows what it added itself. Nobody waits for
 * Redis here but the first one who asks for a tenant.
 */
public final class Sums {

    private static final int MOST_TENANTS = 10_000;

    /** What all replicas told, and what this one has not told yet. */
    private static final class Sheet {

        private final ReentrantLock lock = new ReentrantLock();
        private Map<String, Double> shared = Map.of();
        private final Map<String, Double> untold = new HashMap<>();

        private double get(String name) {
            return shared.getOrDefault(name, 0.0) + untold.getOrDefault(name, 0.0);
        }
    }

    private final Stores stores;
    private final String record;
    private final Duration life;
    private final Cache<String, Sheet> tenants =
            Caffeine.newBuilder().maximumSize(MOST_TENANTS).build();

    /**
     * Numbers of one kind.
     *
     * @param record the name under which they are shared
     * @param life how long they are kept after the last change
     */
    public Sums(Stores stores, String record, Duration life) {
        this.stores = stores;
        this.record = record;
        this.life = life;
    }

    /** Adds to a number. */
    public void add(String tenant, String name, double more) {
        change(tenant, now -> Map.of(name, more));
    }

    /**
     * Adds to some numbers what follows from what they are; nobody else changes them meanwhile in this process.
     *
     * @param change from what a number is, by name, to what is added, by name
     */
    public void change(String tenant, Function<Function<String, Double>, Map<String, Double>> change) {
        Sheet sheet = sheet(tenant);
        sheet.lock.lock();
        try {
            change.apply(sheet::get).forEach((name, more) -> sheet.untold.merge(name, more, Double::sum));
        } finally {
            sheet.lock.unlock();
        }
    }

    /** All numbers of a tenant. */
    public Map<String, Double> of(String tenant) {
        Sheet sheet = sheet(tenant);
        sheet.lock.lock();
        try {
            Map<String, Double> all = new HashMap<>(sheet.shared);
            sheet.untold.forEach((name, more) -> all.merge(name, more, Double::sum));
            return all;
        } finally {
            sheet.lock.unlock();
        }
    }

    /** The tenants that are known here. */
    public List<String> tenants() {
        return List.copyOf(tenants.asMap().keySet());
    }

    private Sheet sheet(String tenant) {
        Sheet known = tenants.getIfPresent(tenant);
        if (known != null) {
            return known;
        }
        // Not within the cache's own loading: nobody may wait for Redis on behalf of another tenant.
        Sheet loaded = new Sheet();
        loaded.shared =
                stores.shared(beside -> numbers(beside.read(tenant, record))).orElse(Map.of());
        Sheet first = tenants.asMap().putIfAbsent(tenant, loaded);
        return first == null ? loaded : first;
    }

    /** Tells the other replicas what is new here, and learns what is new there. */
    public void tell() {
        tenants.asMap().forEach((tenant, sheet) -> {
            try {
                tell(tenant, sheet);
            } catch (RuntimeException e) {
                Log.warnf(e, "what was counted could not be shared");
            }
        });
    }

    private void tell(String tenant, Sheet sheet) {
        Map<String, Double> news = new HashMap<>();
        sheet.lock.lock();
        try {
            sheet.untold.forEach((name, more) -> {
                if (more != 0) {
                    news.put(name, more);
                }
            });
        } finally {
            sheet.lock.unlock();
        }
        if (!news.isEmpty()) {
            stores.shared(beside -> numbers(beside.write(tenant, record, news, Map.of(), life)))
                    .ifPresent(all -> told(sheet, news, all));
        }
    }

    private static void told(Sheet sheet, Map<String, Double> news, Map<String, Double> all) {
        sheet.lock.lock();
        try {
            news.forEach((name, told) -> sheet.untold.merge(name, -told, Double::sum));
            sheet.untold.values().removeIf(left -> left == 0);
            boolean lost = !sheet.shared.isEmpty() && all.keySet().equals(news.keySet()) && holds(all, news);
            if (lost) {
                // They know nothing but this: Redis was wiped, and this replica is the first to notice.
                sheet.shared.forEach((name, before) -> sheet.untold.merge(name, before, Double::sum));
            }
            sheet.shared = all;
        } finally {
            sheet.lock.unlock();
        }
    }

    private static boolean holds(Map<String, Double> all, Map<String, Double> news) {
        return news.entrySet().stream()
                .allMatch(one -> Math.abs(all.getOrDefault(one.getKey(), 0.0) - one.getValue()) < 1e-9);
    }

    private static Map<String, Double> numbers(Map<String, String> fields) {
        Map<String, Double> numbers = new HashMap<>();
        fields.keySet().forEach(name -> numbers.put(name, Beside.number(fields, name)));
        return numbers;
    }
}
