package dev.sluice.cache.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps answers by tenant. What one tenant stored is found, counted, listed and deleted under that tenant only. Expired
 * answers are not found. Calls block; a store that cannot answer in time throws {@link StoreAway}.
 */
public interface CacheStore {

    /** What kind of store this is: {@code local} or {@code redis}. */
    String kind();

    /** The answer with this id. */
    Optional<Held> find(String tenant, String id);

    /**
     * The living questions of a scope that are nearest to a vector, nearest first.
     *
     * @param floor the least similarity, -1 to 1
     * @param most how many at most
     */
    List<Near> nearest(String tenant, String scope, float[] vector, double floor, int most);

    /** Keeps an answer, in place of the one with the same id; with a vector it can be found by meaning too. */
    void put(String tenant, Answer answer, float @Nullable [] vector);

    /** Lets an answer that was kept without a vector be found by meaning; whether it is still kept. */
    boolean place(String tenant, String id, float[] vector);

    /** Counts a hit; may be lost. */
    void served(String tenant, String id);

    /** Whether this caller, and nobody else of any replica for that long, is to ask for the answer again. */
    boolean lease(String tenant, String id, Duration time);

    /** Deletes one answer. Whether there was one. */
    boolean remove(String tenant, String id);

    /** Deletes the tenant's answers that match; how many there were. */
    long removeIf(String tenant, Predicate<Answer> matches);

    /** Deletes all of the tenant's answers; about how many there were. */
    long clear(String tenant);

    /** Some of the tenant's answers, newest first. */
    List<Held> list(String tenant, int limit);

    /** How much the tenant has. */
    Contents contents(String tenant);

    /** The small records that are kept beside the answers. */
    Beside beside();
}
