package dev.sluice.cache.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.cache.index.VectorIndex;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Questions compared by Redis itself: a vector set for each scope beside the hash of its questions. Redis finds
 * candidates; how similar they are is computed here from the whole vectors of the hash, as an index of this service
 * computes it, since those of Redis are rounded otherwise. A set that lacks questions, of a time before Redis had sets or
 * because Redis was full, is filled up in the background.
 */
final class RedisSets implements Questions {

    private static final Command VSIM = Command.create("VSIM");
    private static final Command VCARD = Command.create("VCARD");
    private static final Command VREM = Command.create("VREM");

    /** More candidates than are wanted, since those of Redis are in a rounded order. */
    private static final int FOR_EACH = 2;

    private static final int PAGE = 64;
    private static final Duration BETWEEN_FILLINGS = Duration.ofMinutes(1);

    private final RedisLink link;
    private final Clock clock;
    private final Cache<String, Boolean> filled = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(BETWEEN_FILLINGS)
            .build();

    RedisSets(RedisLink link, Clock clock) {
        this.link = link;
        this.clock = clock;
    }

    /** A search that finds nothing, refused by a Redis without vector sets. */
    static Request trial() {
        return Request.cmd(VSIM)
                .arg(new RedisKeys("").near(""))
                .arg("FP32")
                .arg(littleEndian(new float[] {1}))
                .arg("COUNT")
                .arg(1);
    }

    @Override
    public List<Near> nearest(RedisKeys keys, String scope, float[] vector, double floor, int most) {
        Instant now = clock.instant();
        List<@Nullable Response> found = link.ask(List.of(
                Request.cmd(VSIM)
                        .arg(keys.near(scope))
                        .arg("FP32")
                        .arg(littleEndian(vector))
                        .arg("COUNT")
                        .arg(most * FOR_EACH)
                        .arg("FILTER")
                        .arg(".until > " + now.toEpochMilli()),
                Request.cmd(VCARD).arg(keys.near(scope)),
                Request.cmd(Command.HLEN).arg(keys.scope(scope))));
        // The hash has its version beside the questions.
        if (RedisLink.number(found.get(1)) < RedisLink.number(found.get(2)) - 1) {
            fillOnce(keys, scope);
        }
        return judged(keys, scope, ids(found.getFirst()), vector, now).stream()
                .filter(near -> near.similarity() >= floor)
                .sorted(Comparator.comparingDouble(Near::similarity).reversed())
                .limit(most)
                .toList();
    }

    private static List<String> ids(@Nullable Response response) {
        List<String> ids = new ArrayList<>();
        if (response != null) {
            response.forEach(id -> ids.add(id.toString()));
        }
        return ids;
    }

    private List<Near> judged(RedisKeys keys, String scope, List<String> ids, float[] vector, Instant now) {
        if (ids.isEmpty()) {
            return List.of();
        }
        Request questions = Request.cmd(Command.HMGET).arg(keys.scope(scope));
        ids.forEach(questions::arg);
        Response found = link.ask(questions);
        List<Near> judged = new ArrayList<>();
        for (int i = 0; found != null && i < ids.size(); i++) {
            Optional<Wire.Question> question = question(ids.get(i), found.get(i));
            question.filter(q -> q.candidate().isAlive(now))
                    .map(q -> new Near(
                            q.candidate().id(), q.candidate().text(), VectorIndex.similarity(vector, q.vector())))
                    .ifPresent(judged::add);
            if (question.isEmpty()) {
                link.tell(Request.cmd(VREM).arg(keys.near(scope)).arg(ids.get(i)));
            }
        }
        return judged;
    }

    private static Optional<Wire.Question> question(String id, @Nullable Response bytes) {
        return bytes == null ? Optional.empty() : Wire.question(id, bytes.toBytes());
    }

    private void fillOnce(RedisKeys keys, String scope) {
        if (filled.asMap().putIfAbsent(keys.near(scope), true) == null) {
            Thread.ofVirtual().name("fill-set").start(() -> fill(keys, scope));
        }
    }

    /** Adds the questions that the set lacks. What is deleted meanwhile is found to be gone when it is next a candidate. */
    private void fill(RedisKeys keys, String scope) {
        String cursor = "0";
        try {
            do {
                Response page = link.ask(Request.cmd(Command.HSCAN)
                        .arg(keys.scope(scope))
                        .arg(cursor)
                        .arg("COUNT")
                        .arg(PAGE));
                if (page == null) {
                    return;
                }
                cursor = page.get(0).toString();
                add(keys, scope, page.get(1));
            } while (!cursor.equals("0"));
        } catch (StoreAway away) {
            // The next look-up after a while begins again.
        }
    }

    private void add(RedisKeys keys, String scope, Response page) {
        List<Request> additions = new ArrayList<>();
        for (int i = 0; i + 1 < page.size(); i += 2) {
            question(page.get(i).toString(), page.get(i + 1))
                    .filter(question -> question.candidate().isAlive(clock.instant()))
                    .map(question -> RedisScripts.run(RedisScripts.FILL, keys.scope(scope), keys.near(scope))
                            .arg(question.candidate().id())
                            .arg(littleEndian(question.vector()))
                            .arg(attributes(question.candidate().expiresAt())))
                    .ifPresent(additions::add);
        }
        if (!additions.isEmpty()) {
            link.ask(additions);
        }
    }

    /** A vector as Redis reads it. */
    static Buffer littleEndian(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * vector.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Buffer.buffer(bytes.array());
    }

    /** What Redis is told of a question, to leave out those whose answers expired. */
    static String attributes(Instant expiresAt) {
        return "{\"until\":" + expiresAt.toEpochMilli() + "}";
    }
}
