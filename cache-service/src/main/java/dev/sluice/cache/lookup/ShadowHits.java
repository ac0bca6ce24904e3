package dev.sluice.cache.lookup;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/**
 * Hits that would have been served, waiting for the model's own answer to the same question. One whose answer never comes,
 * or comes to another replica, is forgotten.
 */
@ApplicationScoped
class ShadowHits {

    private static final int MOST = 10_000;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /**
     * A hit that would have been served.
     *
     * @param entry the answer's id
     * @param route the route of the question
     * @param maxError the part of requests that may be answered wrongly
     */
    record Expected(String entry, String route, double maxError) {}

    private record Key(String tenant, String question) {}

    private final Cache<Key, Expected> expected =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(PATIENCE).build();

    void expect(String tenant, String question, Expected hit) {
        expected.put(new Key(tenant, question), hit);
    }

    /** What was expected of a question; it is not any more. */
    Optional<Expected> take(String tenant, String question) {
        return Optional.ofNullable(expected.asMap().remove(new Key(tenant, question)));
    }
}
