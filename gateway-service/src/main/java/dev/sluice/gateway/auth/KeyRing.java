package dev.sluice.gateway.auth;

import dev.sluice.gateway.GatewayConfig;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys this replica knows: an immutable map behind one reference, so that a look-up takes no lock. */
@Singleton
class KeyRing {

    /** Where the keys of the ring come from. */
    enum Source {
        /** Nothing was read yet. */
        NOTHING,
        /** The file of an earlier run; keys made or revoked since are not known. */
        SNAPSHOT,
        /** The control topic, read to its end and followed. */
        TOPIC
    }

    private record Ring(Map<String, KeyRecord> keys, Source source) {}

    private final Map<String, KeyRecord> fixed;
    private volatile Ring ring = new Ring(Map.of(), Source.NOTHING);

    KeyRing(GatewayConfig config) {
        Map<String, KeyRecord> keys = new HashMap<>();
        config.staticKeys()
                .forEach((id, key) -> keys.put(
                        id,
                        new KeyRecord(
                                id,
                                key.hash(),
                                key.tenant(),
                                "from configuration",
                                key.project().orElse(null),
                                key.scopes().<Set<String>>map(Set::copyOf).orElse(Set.of()),
                                Instant.EPOCH)));
        this.fixed = Map.copyOf(keys);
    }

    @Nullable
    KeyRecord find(String id) {
        KeyRecord known = ring.keys.get(id);
        return known == null ? fixed.get(id) : known;
    }

    Source source() {
        return ring.source;
    }

    boolean hasFixed() {
        return !fixed.isEmpty();
    }

    Collection<KeyRecord> all() {
        Map<String, KeyRecord> all = new HashMap<>(fixed);
        all.putAll(ring.keys);
        return all.values();
    }

    /** The keys that can be revoked. */
    Map<String, KeyRecord> fromTopic() {
        return ring.keys;
    }

    /** Takes over the file of an earlier run, unless the topic was read meanwhile. */
    synchronized void restore(Map<String, KeyRecord> keys) {
        if (ring.source == Source.NOTHING) {
            ring = new Ring(Map.copyOf(keys), Source.SNAPSHOT);
        }
    }

    /** Replaces everything by what the topic holds. */
    synchronized void replace(Map<String, KeyRecord> keys) {
        ring = new Ring(Map.copyOf(keys), Source.TOPIC);
    }

    /** One change: a key, or null for a revoked one. */
    synchronized void change(String id, @Nullable KeyRecord key) {
        Map<String, KeyRecord> keys = new HashMap<>(ring.keys);
        if (key == null) {
            keys.remove(id);
        } else {
            keys.put(id, key);
        }
        ring = new Ring(Map.copyOf(keys), ring.source);
    }
}
