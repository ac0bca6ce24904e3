package dev.sluice.cache.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.cache.index.VectorIndex;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A bounded copy of the questions that lie in Redis, scope by scope. Each use asks Redis for the scope's version, one
 * small answer; only when it changed are the questions read that are not known yet. A reading that runs out of time is
 * taken up where it stopped the next time.
 */
final class RedisQuestions {

    private static final String VERSION = "version";
    private static final int PAGE = 128;

    private final RedisLink link;
    private final Clock clock;
    private final Cache<String, RedisScope> known;

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
                .weigher((String key, RedisScope scope) -> scope.bytes())
                .build();
    }

    /** The questions under the scope's key. */
    VectorIndex<Candidate> of(String key) {
        Response version = link.ask(Request.cmd(Command.HGET).arg(key).arg(VERSION));
        if (version == null) {
            known.invalidate(key);
            return new VectorIndex<>();
        }
        RedisScope scope = known.get(key, k -> new RedisScope());
        scope.lock();
        try {
            if (!scope.is(version.toString(), clock.instant())) {
                scope.begin();
                read(key, scope);
                scope.end(version.toString());
            }
            return scope.index();
        } finally {
            known.put(key, scope); // weighs it anew
            scope.unlock();
        }
    }

    private void read(String key, RedisScope scope) {
        Response found = link.ask(Request.cmd(Command.HKEYS).arg(key));
        Set<String> ids = new HashSet<>();
        if (found != null) {
            found.forEach(field -> ids.add(field.toString()));
        }
        ids.remove(VERSION);
        List<String> missing = scope.missing(ids, clock.instant());
        for (int from = 0; from < missing.size(); from += PAGE) {
            readPage(key, missing.subList(from, Math.min(missing.size(), from + PAGE)), scope);
        }
    }

    private void readPage(String key, List<String> ids, RedisScope scope) {
        Request request = Request.cmd(Command.HMGET).arg(key);
        ids.forEach(request::arg);
        Response found = link.ask(request);
        Request dead = Request.cmd(Command.HDEL).arg(key);
        boolean anyDead = false;
        for (int i = 0; found != null && i < ids.size(); i++) {
            Response bytes = found.get(i);
            Wire.Question question = bytes == null
                    ? null
                    : Wire.question(ids.get(i), bytes.toBytes()).orElse(null);
            if (question != null && question.candidate().isAlive(clock.instant())) {
                scope.add(question.candidate(), question.vector());
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
