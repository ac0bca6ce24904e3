package dev.sluice.cache.variation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.cache.store.Shelf;
import dev.sluice.cache.store.Shelves;
import dev.sluice.cache.store.Stores;
import dev.sluice.cache.variation.VariationViews.CategoryView;
import dev.sluice.cache.variation.VariationViews.Overview;
import dev.sluice.kit.problem.Refusal;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the tenants ask about. A tenant's own patterns are on the shelf; counts and clusters are this process's. */
@ApplicationScoped
public class Variations {

    private static final String KIND = "categories";
    private static final int MOST_OWN = 20;
    private static final int MOST_PATTERNS = 100;
    private static final int MOST_SHOWN = 50;

    /** A tenant's categories and when they were read. */
    private record Read(Categories categories, String version, long atNanos) {}

    private final VariationConfig config;
    private final Shelves shelves;
    private final ObjectMapper json;
    private final Categories common;
    private final Set<String> stop;
    private final Instant since = Instant.now();
    private final Cache<String, Tenant> tenants;
    private final Cache<String, Read> own;

    Variations(VariationConfig config, Shelves shelves, Stores stores, ObjectMapper json) {
        this.config = config;
        this.shelves = shelves;
        this.json = json;
        this.common = Categories.standard().with(this.config.patterns());
        this.stop = Categories.lines("stop.words").stream()
                .flatMap(line -> Arrays.stream(line.split(" ")))
                .collect(Collectors.toUnmodifiableSet());
        long most = this.config.capacity().asLongValue() / ((long) Cluster.BYTES * this.config.clusters());
        this.tenants = Caffeine.newBuilder().maximumSize(Math.max(1, most)).build();
        stores.listen(gone -> forgetSamples(gone.tenant()));
        this.own = Caffeine.newBuilder().maximumSize(10_000).build();
    }

    /** What a canonical question of a tenant is about; {@code other} when no pattern fits. */
    public String category(String tenant, String canonical) {
        return categories(tenant).of(canonical);
    }

    /**
     * Counts a look-up and learns from its question.
     *
     * @param category what {@link #category} says
     * @param vector of the canonical question, if it is at hand
     * @param savedNano what a hit saved, in nano-USD
     */
    public void saw(
            String tenant, String canonical, String category, float @Nullable [] vector, boolean hit, long savedNano) {
        of(tenant).saw(canonical, category, vector, hit, savedNano);
    }

    /** Counts by category of a tenant, for statistics. */
    public List<CategoryView> counts(String tenant) {
        return of(tenant).categories(categories(tenant).sizes());
    }

    /** Forgets all that was learned of a tenant: its answers were cleared. */
    public void forget(String tenant) {
        tenants.invalidate(tenant);
    }

    /** Forgets the questions that could be shown of a tenant: some of its answers were deleted. */
    public void forgetSamples(String tenant) {
        Tenant known = tenants.getIfPresent(tenant);
        if (known != null) {
            known.forgetSamples();
        }
    }

    Overview overview(String tenant) {
        return new Overview(since, counts(tenant), of(tenant).clusters(MOST_SHOWN));
    }

    private Tenant of(String tenant) {
        return tenants.get(tenant, name -> new Tenant(config.clusters(), config.near(), stop));
    }

    /** Never waits for the store once they were read: late ones are read again aside. */
    private Categories categories(String tenant) {
        Read read = own.getIfPresent(tenant);
        if (read == null) {
            own.put(tenant, new Read(common, "", System.nanoTime()));
            readAside(tenant);
            return common;
        }
        if (System.nanoTime() - read.atNanos() > config.refresh().toNanos()) {
            own.put(tenant, new Read(read.categories(), read.version(), System.nanoTime()));
            readAside(tenant);
        }
        return read.categories();
    }

    private void readAside(String tenant) {
        Thread.startVirtualThread(() -> {
            Shelf.Things things = shelves.tryToRead(shelf -> shelf.all(tenant, KIND));
            if (things != null) {
                learn(tenant, things);
            }
        });
    }

    private void learn(String tenant, Shelf.Things things) {
        own.put(tenant, new Read(common.with(patterns(things)), things.version(), System.nanoTime()));
    }

    private Map<String, List<String>> patterns(Shelf.Things things) {
        Map<String, List<String>> all = new TreeMap<>();
        things.items().forEach((name, bytes) -> {
            try {
                all.put(name, json.readValue(bytes, new TypeReference<List<String>>() {}));
            } catch (IOException damaged) {
                Log.warnf("a category of a tenant cannot be read and is left out; it has to be set again");
            }
        });
        return all;
    }

    /** The tenant's own patterns by category. A 503 refusal while the store is away. */
    Map<String, List<String>> own(String tenant) {
        return patterns(shelves.read(shelf -> shelf.all(tenant, KIND)));
    }

    /** Sets the tenant's own patterns of a category. A {@link Refusal} says what is wrong with them. */
    void set(String tenant, String name, @Nullable List<String> patterns) {
        if (!name.matches("[a-z0-9][a-z0-9-]{0,39}") || name.equals(Categories.OTHER)) {
            throw Refusal.badRequest(
                    "invalid_category",
                    "A category is named by 1 to 40 small letters, digits or '-', and not 'other', which is what no pattern fits.");
        }
        if (patterns == null || patterns.isEmpty() || patterns.size() > MOST_PATTERNS) {
            throw Refusal.badRequest(
                    "invalid_patterns",
                    "Send 1 to %d patterns: {\"patterns\": [\"how much does __ cost\", \"price*\"]}."
                            .formatted(MOST_PATTERNS));
        }
        try {
            common.with(Map.of(name, patterns));
        } catch (IllegalArgumentException | NullPointerException e) {
            throw Refusal.badRequest("invalid_pattern", "In the category '%s' %s.".formatted(name, e.getMessage()));
        }
        Map<String, List<String>> known = own(tenant);
        if (!known.containsKey(name) && known.size() >= MOST_OWN) {
            throw Refusal.badRequest(
                    "too_many_categories",
                    "There are %d categories of your own; more are not kept. Delete one first.".formatted(MOST_OWN));
        }
        shelves.change(shelf -> shelf.put(tenant, KIND, Map.of(name, bytes(patterns))));
        learn(tenant, shelves.read(shelf -> shelf.all(tenant, KIND)));
    }

    private byte[] bytes(List<String> patterns) {
        try {
            return json.writeValueAsBytes(patterns);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts cannot be written as JSON", e);
        }
    }

    /** Deletes the tenant's own patterns of a category. A 404 refusal when it has none. */
    void delete(String tenant, String name) {
        if (!own(tenant).containsKey(name)) {
            throw Refusal.notFound("category of your own", name);
        }
        shelves.change(shelf -> shelf.remove(tenant, KIND, List.of(name)));
        learn(tenant, shelves.read(shelf -> shelf.all(tenant, KIND)));
    }
}
