package dev.sluice.cache.store;

import dev.sluice.cache.CacheConfig.RedisUse.Index;
import java.time.Clock;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Who compares the questions in Redis: this service, in copies, or a Redis that has vector sets (8.0 and newer). */
final class RedisIndex {

    private static final Logger LOG = Logger.getLogger(RedisIndex.class);

    private static final String SETS = "sets";

    /** What a Redis can; a new one for each time that it was reached. */
    private static final class Server {

        private volatile @Nullable Boolean hasSets;
    }

    private final RedisLink link;
    private final Index wanted;
    private final Questions copies;
    private final Questions sets;
    private volatile Server server = new Server();

    /**
     * Nothing known of Redis yet.
     *
     * @param capacity bytes of the copies
     */
    RedisIndex(RedisLink link, Index wanted, long capacity, Clock clock) {
        this.link = link;
        this.wanted = wanted;
        this.copies = new RedisQuestions(link, capacity, clock);
        this.sets = new RedisSets(link, clock);
    }

    /** Another Redis may have come: it is asked what it can. */
    void forget() {
        server = new Server();
    }

    /** Asks a Redis that is there what it can, unless it has said so. */
    void check() {
        if (wanted != Index.COPY && link.isPresent()) {
            try {
                hasSets();
            } catch (StoreAway away) {
                // It is asked again with the next look-up or the next check.
            }
        }
    }

    /** Who compares. */
    Questions questions() {
        if (usesSets()) {
            return sets;
        }
        return wanted == Index.SERVER ? (keys, scope, vector, floor, most) -> List.of() : copies;
    }

    /** For the scripts: whether sets are kept. */
    String word() {
        return usesSets() ? SETS : "";
    }

    /** For people: who compares. */
    String title() {
        Boolean known = server.hasSets;
        return switch (wanted) {
            case COPY -> "copy";
            case AUTO -> known == null ? "unknown" : known ? "server" : "copy";
            case SERVER -> known == null || known ? "server" : "none: this Redis has no vector sets";
        };
    }

    private boolean usesSets() {
        return wanted != Index.COPY && hasSets();
    }

    private boolean hasSets() {
        Server asked = server;
        Boolean known = asked.hasSets;
        if (known == null) {
            known = ask();
            asked.hasSets = known;
        }
        return known;
    }

    /** A Redis that does not know the commands, or forbids them to this service, says so; one that is late is asked again. */
    private boolean ask() {
        try {
            link.ask(RedisSets.trial());
            return true;
        } catch (StoreAway away) {
            if (!away.isRefusal()) {
                throw away;
            }
        }
        if (wanted == Index.SERVER) {
            LOG.error(
                    "sluice.cache.redis.index is server, but this Redis has no vector sets, or forbids them, so that no"
                            + " answer is found in other words; use Redis 8 or newer, or set it to auto");
        }
        return false;
    }
}
