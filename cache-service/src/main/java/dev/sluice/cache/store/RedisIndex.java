package dev.sluice.cache.store;

import dev.sluice.cache.CacheConfig.RedisUse.Index;
import io.quarkus.logging.Log;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who compares the questions in Redis: this service, in copies, or a Redis that has vector sets (8.0 and newer). */
final class RedisIndex {

    private static final String SETS = "sets";

    private final RedisLink link;
    private final Index wanted;
    private final Questions copies;
    private final Questions sets;
    private volatile @Nullable Boolean hasSets;

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

    /** Another Redis may have come: it is asked what it can when that matters next. */
    void forget() {
        hasSets = null;
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
        Boolean known = hasSets;
        return switch (wanted) {
            case COPY -> "copy";
            case AUTO -> known == null ? "unknown" : known ? "server" : "copy";
            case SERVER -> known == null || known ? "server" : "none: this Redis has no vector sets";
        };
    }

    private boolean usesSets() {
        if (wanted == Index.COPY) {
            return false;
        }
        Boolean known = hasSets;
        if (known == null) {
            known = ask();
            hasSets = known;
        }
        return known;
    }

    private boolean ask() {
        Response found = about(Request.cmd(Command.COMMAND).arg("INFO").arg("VSIM"));
        Response command = found == null || found.size() == 0 ? null : found.get(0);
        boolean there = command != null && command.size() > 0;
        if (!there && wanted == Index.SERVER) {
            Log.error(
                    "sluice.cache.redis.index is server, but this Redis has no vector sets, so that no answer is found"
                            + " in other words; use Redis 8 or newer, or set it to auto");
        }
        return there;
    }

    /** Nothing from a Redis that serves but does not say, such as one that forbids the question. */
    private @Nullable Response about(Request request) {
        try {
            return link.ask(request);
        } catch (StoreAway refused) {
            if (!link.isPresent()) {
                throw refused;
            }
            return null;
        }
    }
}
