package dev.sluice.cache.store;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Whether the memory of Redis is set as a cache needs it: a bound, and a policy that makes room. Asked with CONFIG, or
 * with INFO where CONFIG is forbidden.
 */
final class RedisMemory {

    private static final Logger LOG = Logger.getLogger(RedisMemory.class);

    /** What is known, for people. */
    enum State {
        UNKNOWN("unknown"),
        BOUNDED("bounded"),
        UNBOUNDED("unbounded: maxmemory is 0, so the cache may take all memory of its host; set maxmemory"),
        REFUSING("refusing: maxmemory-policy is noeviction, so a full Redis takes no new answers;"
                + " set it to allkeys-lfu or volatile-lfu");

        private final String words;

        State(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }

        boolean isFault() {
            return this == UNBOUNDED || this == REFUSING;
        }
    }

    private final RedisLink link;
    private final Duration interval;
    private final AtomicBoolean due = new AtomicBoolean(true);
    private volatile State state = State.UNKNOWN;
    private long checkedNanos;

    /**
     * Nothing known yet.
     *
     * @param interval how often Redis is asked
     */
    RedisMemory(RedisLink link, Duration interval) {
        this.link = link;
        this.interval = interval;
    }

    /** Another Redis may have come: it is asked at once. */
    void forget() {
        state = State.UNKNOWN;
        due.set(true);
    }

    /** Asks Redis when it is time to. One thread only. */
    void checkWhenDue() {
        if (link.isPresent() && (due.getAndSet(false) || System.nanoTime() - checkedNanos >= interval.toNanos())) {
            checkedNanos = System.nanoTime();
            check();
        }
    }

    State state() {
        return state;
    }

    /** What is wrong is logged when it begins to be. A Redis that says neither leaves it unknown. */
    private void check() {
        State now = settings().map(RedisMemory::judge).orElse(State.UNKNOWN);
        if (now != state && now.isFault()) {
            LOG.warnf("the memory of Redis is %s", now.words());
        }
        state = now;
    }

    static State judge(Map<String, String> settings) {
        String bound = settings.get("maxmemory");
        String policy = settings.get("maxmemory-policy");
        if (bound == null || policy == null) {
            return State.UNKNOWN;
        }
        if (bound.equals("0")) {
            return State.UNBOUNDED;
        }
        return policy.equals("noeviction") ? State.REFUSING : State.BOUNDED;
    }

    private Optional<Map<String, String>> settings() {
        return ask(Request.cmd(Command.CONFIG).arg("GET").arg("maxmemory*"))
                .map(RedisMemory::pairs)
                .or(() -> ask(Request.cmd(Command.INFO).arg("memory")).map(RedisMemory::lines));
    }

    /** Nothing when Redis does not answer, or may not. */
    private Optional<Response> ask(Request request) {
        try {
            return Optional.ofNullable(link.ask(request));
        } catch (StoreAway refused) {
            return Optional.empty();
        }
    }

    private static Map<String, String> pairs(Response response) {
        Map<String, String> pairs = new HashMap<>();
        if (response.getKeys() != null && !response.getKeys().isEmpty()) {
            response.getKeys().forEach(key -> pairs.put(key, String.valueOf(response.get(key))));
        } else {
            for (int i = 0; i + 1 < response.size(); i += 2) {
                pairs.put(String.valueOf(response.get(i)), String.valueOf(response.get(i + 1)));
            }
        }
        return pairs;
    }

    private static Map<String, String> lines(Response response) {
        Map<String, String> lines = new HashMap<>();
        response.toString()
                .lines()
                .map(line -> line.split(":", 2))
                .filter(p -> p.length == 2)
                .forEach(p -> lines.put(p[0].replace('_', '-'), p[1]));
        return lines;
    }
}
