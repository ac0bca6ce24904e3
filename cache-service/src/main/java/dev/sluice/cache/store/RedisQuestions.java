package dev.sluice.cache.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A bounded copy of the questions that lie in Redis, scope by scope. Each use asks Redis for the scope's version, one
 * small answer; only when it changed are the questions read that are not known yet. A reading that runs out of time is
 * taken up where it stopped the next time.
 */
final class RedisQuestions {

    private static final String VERSION = "version";
    private static final int PAGE = 128;

    private record Scope(String version, Map<String, Candidate> byId, List<Candidate> all, Instant soonest) {

        static Scope of(String version, Map<String, Candidate> byId) {
            List<Candidate> all = List.copyOf(byId.values());
            Instant soonest = all.stream()
                    .map(Candidate::expiresAt)
                    .min(Instant::compareTo)
                    .orElse(Instant.MAX);
            return new Scope(version, byId, all, soonest);
        }

        int bytes() {
            return 200 + all.stream().mapToInt(Candidate::bytes).sum();
        }
    }

    private final RedisLink link;
    private final Clock clock;
    private final Cache<String, Scope> known;

    /**
     * An empty copy.
     *
     * @param capacity bytes
     */
    RedisQuestions(RedisLink link, long capacity, Clock clock) {
        this.link = link;
        this.clock = clock;
        this.known = Caffeine.newBuilder()
                .maximumWeight(capacity)
                .weigher((String key, Scope scope) -> scope.bytes())
                .build();
    }

    /** The questions under the scope's key. */
    List<Candidate> of(String key) {
        Response version = link.ask(Request.cmd(Command.HGET).arg(key).arg(VERSION));
        if (version == null) {
            known.invalidate(key);
            return List.of();
        }
        Scope scope = known.getIfPresent(key);
        if (scope != null
                && scope.version().equals(version.toString())
                && clock.instant().isBefore(scope.soonest())) {
            return scope.all();
        }
        Map<String, Candidate> now = new HashMap<>();
        try {
            read(key, scope == null ? Map.of() : scope.byId(), now);
        } catch (StoreAway late) {
            known.put(key, Scope.of("unfinished", now));
            throw late;
        }
        Scope fresh = Scope.of(version.toString(), now);
        known.put(key, fresh);
        return fresh.all();
    }

    private void read(String key, Map<String, Candidate> before, Map<String, Candidate> now) {
        Response ids = link.ask(Request.cmd(Command.HKEYS).arg(key));
        List<String> missing = new ArrayList<>();
        if (ids != null) {
            for (Response field : ids) {
                String id = field.toString();
                Candidate candidate = before.get(id);
                if (candidate != null && clock.instant().isBefore(candidate.expiresAt())) {
                    now.put(id, candidate);
                } else if (!id.equals(VERSION)) {
                    missing.add(id);
                }
            }
        }
        for (int from = 0; from < missing.size(); from += PAGE) {
            readPage(key, missing.subList(from, Math.min(missing.size(), from + PAGE)), now);
        }
    }

    private void readPage(String key, List<String> ids, Map<String, Candidate> now) {
        Request request = Request.cmd(Command.HMGET).arg(key);
        ids.forEach(request::arg);
        Response found = link.ask(request);
        Request dead = Request.cmd(Command.HDEL).arg(key);
        boolean anyDead = false;
        for (int i = 0; found != null && i < ids.size(); i++) {
            Response bytes = found.get(i);
            Candidate candidate = bytes == null
                    ? null
                    : Wire.question(ids.get(i), bytes.toBytes()).orElse(null);
            if (candidate != null && clock.instant().isBefore(candidate.expiresAt())) {
                now.put(candidate.id(), candidate);
            } else if (bytes != null) {
                dead.arg(ids.get(i));
                anyDead = true;
            }
        }
        if (anyDead) {
            link.tell(dead);
        }
    }
}
