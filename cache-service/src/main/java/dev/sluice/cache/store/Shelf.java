package dev.sluice.cache.store;

import java.util.Collection;
import java.util.Map;

/**
 * Things that tenants gave into keeping, by tenant, kind and id. Not a cache: nothing expires here and nothing is evicted.
 * Calls block; a shelf that cannot answer in time throws {@link StoreAway}.
 */
public interface Shelf {

    /**
     * All things of one kind.
     *
     * @param version a word that changes whenever one of them does; empty when there never was any
     * @param items the things by id
     */
    record Things(String version, Map<String, byte[]> items) {

        /** None. */
        static final Things NONE = new Things("", Map.of());

        public Things {
            items = Map.copyOf(items);
        }
    }

    /** The present version of a kind; cheap. */
    String version(String tenant, String kind);

    /** All things of a kind. */
    Things all(String tenant, String kind);

    /** Keeps things, each in place of the one with the same id. */
    void put(String tenant, String kind, Map<String, byte[]> items);

    /** Takes things away; those that are not there are no error. */
    void remove(String tenant, String kind, Collection<String> ids);
}
