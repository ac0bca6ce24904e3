package dev.sluice.cache.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.cache.index.VectorIndex;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A bounded copy of the questions that lie in Redis, scope by scope. Each use asks Redis what changed, one small answer,
 * and reads only that. A scope that is new here is read in the time the caller has, and the rest in the background.
 */
final class RedisQuestions implements Questions {

    private static final String VERSION = "version";
    private static final int PAGE = 128;

    private final RedisLink link;
    private final long capacity;
    private final Clock clock;
    private final Cache<String, RedisScope> known;

    /**
     * An empty copy.
     *
     * @param capacity bytes
     */
    RedisQuestions(RedisLink link, long capacity, Clock clock) {
        this.link = link;
        this.capacity = capacity;
        this.clock = clock;
        this.known = Caffeine.newBuilder()
                .maximumWeight(capacity)
                .weigher((String key, RedisScope scope) -> scope.bytes())
                .build();
    }

    @Override
    public List<Near> nearest(RedisKeys keys, String scope, float[] vector, double floor, int most) {
        return Near.in(of(keys, scope), vector, floor, most, clock.instant());
    }

    private VectorIndex<Candidate> of(RedisKeys keys, String scope) {
        String key = keys.scope(scope);
        RedisScope copy = known.get(key, k -> new RedisScope());
        if (!copy.tryLock()) {
            return copy.index();
        }
        try {
            if (!update(keys, scope, copy)) {
                known.invalidate(key);
                return new VectorIndex<>();
            }
            copy.expire(clock.instant());
            read(key, copy);
            known.put(key, copy); // weighs it anew
            return copy.index();
        } finally {
            copy.unlock();
        }
    }

    /** Brings the copy to the version that is in Redis, its questions still to be read. Whether there is such a scope. */
    private boolean update(RedisKeys keys, String scope, RedisScope copy) {
        Response changes = link.ask(RedisScripts.run(RedisScripts.CHANGES, keys.scope(scope), keys.log(scope))
                .arg(copy.word())
                .arg(copy.count()));
        if (changes == null) {
            return false;
        }
        String version = changes.get(0).toString();
        if (RedisLink.number(changes.get(1)) == 1) {
            copy.change(version, words(changes.get(2)));
        } else {
            Set<String> ids = words(link.ask(Request.cmd(Command.HKEYS).arg(keys.scope(scope))));
            ids.remove(VERSION);
            copy.restart(version, ids);
        }
        return true;
    }

    private static Set<String> words(@Nullable Response response) {
        Set<String> words = new LinkedHashSet<>();
        if (response != null) {
            response.forEach(word -> words.add(word.toString()));
        }
        return words;
    }

    private void read(String key, RedisScope copy) {
        while (!copy.isRead()) {
            if (Allowance.CURRENT.isBound() && !Allowance.CURRENT.get().isHalfLeft()) {
                if (copy.beginReading()) {
                    Thread.ofVirtual().name("questions").start(() -> readOn(key, copy));
                }
                return;
            }
            readPage(key, copy);
        }
    }

    /** Reads the rest, page by page, so that look-ups get their turn. */
    private void readOn(String key, RedisScope copy) {
        boolean more = true;
        while (more) {
            copy.lock();
            try {
                readPage(key, copy);
                more = !copy.isRead();
            } catch (StoreAway away) {
                more = false;
            } finally {
                if (!more) {
                    copy.endReading();
                }
                copy.unlock();
            }
        }
    }

    private void readPage(String key, RedisScope copy) {
        if (copy.bytes() > capacity / 2) {
            // Another like it would not fit; what is read is searched, the rest is found by the same words.
            copy.giveUp();
            return;
        }
        List<String> ids = copy.next(PAGE);
        if (ids.isEmpty()) {
            return;
        }
        try {
            readPage(key, ids, copy);
        } catch (StoreAway late) {
            copy.owe(ids);
            throw late;
        }
    }

    private void readPage(String key, List<String> ids, RedisScope copy) {
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
                copy.add(question.candidate(), question.vector());
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
