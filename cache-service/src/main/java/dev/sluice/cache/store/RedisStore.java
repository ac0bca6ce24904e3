package dev.sluice.cache.store;

import dev.sluice.contracts.cache.Gone;
import dev.sluice.kit.ids.Ids;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps answers in Redis, shared by all replicas, each with its life as the key's own. Vectors lie beside the answers,
 * so that after a restart, or on another replica, a question in other words is still found.
 */
final class RedisStore implements CacheStore {

    private static final int PAGE = 200;
    private static final int MOST_IDS = 100_000;

    private final RedisLink link;
    private final RedisIndex index;
    private final long compressAbove;
    private final long perTenant;
    private final int perScope;
    private final Clock clock;
    private final RedisBeside beside;
    private final LongAdder evictions = new LongAdder();

    /**
     * A store.
     *
     * @param compressAbove documents with more characters are squeezed
     * @param perTenant bytes of one tenant
     * @param perScope questions held for comparison in one scope
     */
    RedisStore(RedisLink link, RedisIndex index, long compressAbove, long perTenant, int perScope, Clock clock) {
        this.link = link;
        this.index = index;
        this.compressAbove = compressAbove;
        this.perTenant = perTenant;
        this.perScope = perScope;
        this.clock = clock;
        this.beside = new RedisBeside(link, clock);
    }

    @Override
    public Beside beside() {
        return beside;
    }

    @Override
    public String kind() {
        return "redis";
    }

    /**
     * What is not listed is not served, so that whatever Redis evicts, nothing can be found that clearing, which goes by
     * the list, would miss.
     */
    @Override
    public Optional<Held> find(String tenant, String id) {
        var keys = new RedisKeys(tenant);
        List<@Nullable Response> found = link.ask(List.of(
                Request.cmd(Command.ZSCORE).arg(keys.ids()).arg(id),
                Request.cmd(Command.GET).arg(keys.answer(id))));
        Response listed = found.getFirst();
        Response bytes = found.getLast();
        if (listed == null) {
            return Optional.empty();
        }
        if (bytes == null) {
            forget(keys, id);
            return Optional.empty();
        }
        return alive(bytes).map(answer -> new Held(answer, hits(tenant, id)));
    }

    private void forget(RedisKeys keys, String id) {
        link.tell(RedisScripts.run(RedisScripts.FORGET, keys.answer(id), keys.ids(), keys.sizes(), keys.hits())
                .arg(id)
                .arg(Ids.next())
                .arg(keys.scope(""))
                .arg(index.word()));
    }

    private long hits(String tenant, String id) {
        if (Allowance.CURRENT.isBound()) {
            return 0;
        }
        Response hits = link.ask(
                Request.cmd(Command.HGET).arg(new RedisKeys(tenant).hits()).arg(id));
        return RedisLink.number(hits);
    }

    @Override
    public List<Near> nearest(String tenant, String scope, float[] vector, double floor, int most) {
        return index.questions().nearest(new RedisKeys(tenant), scope, vector, floor, most);
    }

    @Override
    public void put(String tenant, Answer answer, float @Nullable [] vector) {
        var keys = new RedisKeys(tenant);
        long life = Duration.between(clock.instant(), answer.expiresAt()).toMillis();
        if (life <= 0) {
            return;
        }
        byte[] question = vector == null ? new byte[0] : Wire.question(Candidate.of(answer), vector);
        byte[] bytes = Wire.answer(answer, compressAbove);
        if (bytes.length + question.length > perTenant) {
            return;
        }
        Response gone = link.ask(RedisScripts.run(
                        RedisScripts.PUT,
                        keys.answer(answer.id()),
                        keys.ids(),
                        keys.sizes(),
                        keys.hits(),
                        keys.scopes(),
                        keys.scope(answer.scope()),
                        keys.log(answer.scope()))
                .arg(answer.id())
                .arg(Buffer.buffer(bytes))
                .arg(life)
                .arg(answer.expiresAt().toEpochMilli())
                .arg(clock.millis())
                .arg(bytes.length + question.length)
                .arg(answer.scope())
                .arg(Ids.next())
                .arg(Buffer.buffer(question))
                .arg(perScope)
                .arg(index.word())
                .arg(vector == null ? Buffer.buffer() : RedisSets.littleEndian(vector))
                .arg(RedisSets.attributes(answer.expiresAt()))
                .arg(keys.scope(""))
                .arg(perTenant));
        evictions.add(RedisLink.number(gone));
    }

    /** How many answers had to go before their time because their tenant had more than its share. */
    long evictions() {
        return evictions.sum();
    }

    @Override
    public boolean place(String tenant, String id, float[] vector) {
        return find(tenant, id)
                .map(Held::answer)
                .map(answer -> {
                    var keys = new RedisKeys(tenant);
                    Response kept = link.ask(RedisScripts.run(
                                    RedisScripts.PLACE,
                                    keys.answer(id),
                                    keys.scopes(),
                                    keys.scope(answer.scope()),
                                    keys.log(answer.scope()))
                            .arg(id)
                            .arg(answer.scope())
                            .arg(Ids.next())
                            .arg(Buffer.buffer(Wire.question(Candidate.of(answer), vector)))
                            .arg(perScope)
                            .arg(index.word())
                            .arg(RedisSets.littleEndian(vector))
                            .arg(RedisSets.attributes(answer.expiresAt())));
                    return RedisLink.number(kept) > 0;
                })
                .orElse(false);
    }

    @Override
    public void served(String tenant, String id) {
        var keys = new RedisKeys(tenant);
        link.tell(RedisScripts.run(RedisScripts.SERVED, keys.hits(), keys.ids()).arg(id));
    }

    @Override
    public boolean lease(String tenant, String id, Duration time) {
        return link.ask(Request.cmd(Command.SET)
                        .arg(new RedisKeys(tenant).lease(id))
                        .arg("1")
                        .arg("NX")
                        .arg("PX")
                        .arg(time.toMillis()))
                != null;
    }

    @Override
    public boolean remove(String tenant, String id) {
        return find(tenant, id).map(held -> remove(tenant, held.answer())).orElse(false);
    }

    private boolean remove(String tenant, Answer answer) {
        var keys = new RedisKeys(tenant);
        Response gone = link.ask(RedisScripts.run(
                        RedisScripts.REMOVE,
                        keys.answer(answer.id()),
                        keys.ids(),
                        keys.sizes(),
                        keys.hits(),
                        keys.scope(answer.scope()),
                        keys.log(answer.scope()))
                .arg(answer.id())
                .arg(Ids.next())
                .arg(Gone.CHANNEL)
                .arg(GoneWords.of(new Gone(tenant, answer.id())))
                .arg(index.word()));
        return RedisLink.number(gone) > 0;
    }

    @Override
    public long removeIf(String tenant, Predicate<Answer> matches) {
        List<String> ids = ids(tenant, MOST_IDS);
        long gone = 0;
        for (int from = 0; from < ids.size(); from += PAGE) {
            for (Held held : page(tenant, ids.subList(from, Math.min(ids.size(), from + PAGE)))) {
                if (matches.test(held.answer()) && remove(tenant, held.answer())) {
                    gone++;
                }
            }
        }
        return gone;
    }

    @Override
    public long clear(String tenant) {
        var keys = new RedisKeys(tenant);
        long gone = 0;
        while (true) {
            Response page =
                    link.ask(RedisScripts.run(RedisScripts.CLEAR, keys.ids(), keys.sizes(), keys.hits(), keys.scopes())
                            .arg(keys.answer(""))
                            .arg(keys.scope(""))
                            .arg(Gone.CHANNEL)
                            .arg(GoneWords.of(new Gone(tenant, null))));
            if (page == null || RedisLink.number(page.get(0)) == 0) {
                return gone;
            }
            gone += RedisLink.number(page.get(1));
        }
    }

    @Override
    public List<Held> list(String tenant, int limit) {
        List<String> ids = ids(tenant, limit);
        List<Held> all = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += PAGE) {
            all.addAll(page(tenant, ids.subList(from, Math.min(ids.size(), from + PAGE))));
        }
        all.sort(Comparator.comparing((Held held) -> held.answer().storedAt()).reversed());
        return List.copyOf(all);
    }

    @Override
    public Contents contents(String tenant) {
        var keys = new RedisKeys(tenant);
        Response entries = link.ask(Request.cmd(Command.ZCOUNT)
                .arg(keys.ids())
                .arg("(" + clock.millis())
                .arg("+inf"));
        Response bytes = link.ask(Request.cmd(Command.HGET).arg(keys.sizes()).arg("total"));
        return new Contents(RedisLink.number(entries), RedisLink.number(bytes));
    }

    private List<String> ids(String tenant, int limit) {
        Response found = link.ask(Request.cmd(Command.ZREVRANGEBYSCORE)
                .arg(new RedisKeys(tenant).ids())
                .arg("+inf")
                .arg("(" + clock.millis())
                .arg("LIMIT")
                .arg(0)
                .arg(limit));
        List<String> ids = new ArrayList<>();
        if (found != null) {
            found.forEach(id -> ids.add(id.toString()));
        }
        return ids;
    }

    private List<Held> page(String tenant, List<String> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        var keys = new RedisKeys(tenant);
        Request answers = Request.cmd(Command.MGET);
        Request counts = Request.cmd(Command.HMGET).arg(keys.hits());
        ids.forEach(id -> {
            answers.arg(keys.answer(id));
            counts.arg(id);
        });
        Response found = link.ask(answers);
        Response hits = link.ask(counts);
        List<Held> page = new ArrayList<>();
        for (int i = 0; found != null && i < found.size(); i++) {
            Response count = hits == null ? null : hits.get(i);
            long served = RedisLink.number(count);
            Response bytes = found.get(i);
            if (bytes != null) {
                alive(bytes).ifPresent(answer -> page.add(new Held(answer, served)));
            }
        }
        return page;
    }

    private Optional<Answer> alive(Response bytes) {
        return Wire.answer(bytes.toBytes()).filter(answer -> answer.isAlive(clock.instant()));
    }
}
