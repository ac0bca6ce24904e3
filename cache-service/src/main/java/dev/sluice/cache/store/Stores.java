package dev.sluice.cache.store;

import dev.sluice.cache.CacheConfig;
import dev.sluice.cache.evict.Strategy;
import dev.sluice.contracts.cache.Gone;
import dev.sluice.kit.config.RedisConfig;
import dev.sluice.kit.problem.Refusal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The store that serves: Redis when there is one and it answers in time, the local store otherwise. What was kept
 * locally while Redis was away is forgotten when it is back, so that nothing deleted in Redis is ever served from here.
 */
@ApplicationScoped
public class Stores {

    private final CacheConfig config;
    private final LocalStore local;
    private final List<Consumer<Gone>> listeners = new CopyOnWriteArrayList<>();
    private final @Nullable RedisLink link;
    private final @Nullable RedisStore redis;
    private final @Nullable RedisMemory memory;
    private final @Nullable RedisIndex index;
    private final Counter dropped;
    private volatile @Nullable Thread checker;

    Stores(CacheConfig config, RedisConfig redisConfig, Vertx vertx, MeterRegistry meters) {
        Clock clock = Clock.systemUTC();
        this.config = config;
        this.local = new LocalStore(
                config.local().capacity().asLongValue(),
                config.local().tenantShare(),
                Strategy.valueOf(config.local().eviction().name()),
                config.local().compressAbove().asLongValue(),
                config.semantic().perScope(),
                clock);
        this.dropped = Counter.builder("sluice.cache.redis.dropped.writes")
                .description("answers that Redis could not take")
                .register(meters);
        Counter failures = Counter.builder("sluice.cache.redis.failures")
                .description("calls to Redis that failed or came too late")
                .register(meters);
        String url = redisConfig.url().filter(u -> !u.isBlank()).orElse(null);
        if (url == null) {
            this.link = null;
            this.memory = null;
            this.index = null;
            this.redis = null;
        } else {
            CacheConfig.RedisUse use = config.redis();
            this.link = new RedisLink(vertx, url, use.adminBudget(), use.probe(), watch(failures));
            this.memory = new RedisMemory(link, use.memoryCheck());
            meters.gauge(
                    "sluice.cache.redis.memory.fault", memory, m -> m.state().isFault() ? 1 : 0);
            this.index = new RedisIndex(link, use.index(), use.indexCapacity().asLongValue(), clock);
            this.redis = new RedisStore(
                    link,
                    index,
                    use.compressAbove().asLongValue(),
                    use.tenantCapacity().asLongValue(),
                    config.semantic().perScope(),
                    clock);
            FunctionCounter.builder("sluice.cache.redis.evictions", redis, RedisStore::evictions)
                    .description("answers that had to go before their time since their tenant had more than its share")
                    .register(meters);
        }
        meters.gauge("sluice.cache.local.entries", local, LocalStore::size);
        meters.gauge("sluice.cache.local.bytes", local, LocalStore::bytes);
        FunctionCounter.builder("sluice.cache.local.evictions", local, LocalStore::evictions)
                .description("answers that had to go before their time")
                .register(meters);
    }

    private RedisLink.Watch watch(Counter failures) {
        return new RedisLink.Watch() {
            @Override
            public void returned() {
                local.clear();
                if (memory != null) {
                    memory.forget();
                }
                if (index != null) {
                    index.forget();
                }
            }

            @Override
            public void failed() {
                failures.increment();
            }

            @Override
            public void gone(Gone gone) {
                listeners.forEach(listener -> listener.accept(gone));
                String id = gone.entryId();
                if (id == null) {
                    local.clear(gone.tenant());
                } else {
                    local.remove(gone.tenant(), id);
                }
            }
        };
    }

    void start(@Observes StartupEvent start) {
        if (link != null) {
            link.start();
            checker = Thread.ofVirtual().name("redis-check").start(this::keepChecking);
        }
    }

    void stop(@Observes ShutdownEvent stop) {
        Thread checking = checker;
        if (checking != null) {
            checking.interrupt();
        }
        if (link != null) {
            link.close();
        }
    }

    private void keepChecking() {
        try {
            while (memory != null && index != null) {
                index.check();
                memory.checkWhenDue();
                Thread.sleep(config.redis().probe());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How the memory of Redis is set, in words; nothing without Redis. */
    public Optional<String> redisMemory() {
        return memory == null ? Optional.empty() : Optional.of(memory.state().words());
    }

    /** Who compares the questions that lie in Redis, in words; nothing without Redis. */
    public Optional<String> redisIndex() {
        return index == null ? Optional.empty() : Optional.of(index.title());
    }

    /** Looks something up within the budget of a request; when Redis is late the local store is asked instead. */
    public <T> T lookUp(Function<CacheStore, T> question) {
        RedisStore shared = present();
        if (shared != null) {
            try {
                return ScopedValue.where(
                                Allowance.CURRENT, new Allowance(config.redis().budget()))
                        .call(() -> question.apply(shared));
            } catch (StoreAway away) {
                return question.apply(local);
            }
        }
        return question.apply(local);
    }

    /** Keeps something. What Redis cannot take is dropped and counted; while Redis is away it is kept locally. */
    public void keep(Consumer<CacheStore> writing) {
        RedisStore shared = present();
        if (shared != null) {
            try {
                ScopedValue.where(
                                Allowance.CURRENT, new Allowance(config.redis().budget()))
                        .run(() -> writing.accept(shared));
                return;
            } catch (StoreAway away) {
                dropped.increment();
            }
        } else if (redis != null) {
            dropped.increment();
        }
        if (present() == null) {
            writing.accept(local);
        }
    }

    /** Shows what a tenant has. A 503 {@link Refusal} while Redis is away. */
    public <T> T show(Function<CacheStore, T> reading) {
        try {
            return reading.apply(redis == null ? local : redis);
        } catch (StoreAway away) {
            throw refused();
        }
    }

    /**
     * Deletes something of a tenant's everywhere; how much there was. A 503 {@link Refusal} while Redis is away, since
     * half a deletion is none.
     */
    public long delete(ToLongFunction<CacheStore> deletion) {
        if (redis == null) {
            return deletion.applyAsLong(local);
        }
        try {
            long there = deletion.applyAsLong(redis);
            return Math.max(there, deletion.applyAsLong(local));
        } catch (StoreAway away) {
            throw refused();
        }
    }

    private static Refusal refused() {
        return new Refusal(
                503,
                "store_away",
                "Store away",
                "The shared store of the cache does not answer, so its entries can be neither shown nor deleted now."
                        + " Try again shortly; GET /system/status tells when it is back.",
                Map.of("Retry-After", "2"));
    }

    /** {@code redis} or {@code local}: what was configured. */
    public String kind() {
        return redis == null ? "local" : "redis";
    }

    /** Whether the configured store serves. */
    public boolean isWhole() {
        return link == null || link.isPresent();
    }

    /** Answers of a tenant that had to leave the local store of this replica before their time, since it started. */
    public long evictions(String tenant) {
        return local.evictions(tenant);
    }

    /** Answers in the local store. */
    public long localEntries() {
        return local.size();
    }

    /** Tells what keeps something beside answers on this replica of a deletion; all of a tenant when there is no id. */
    public void forgotten(String tenant, @Nullable String id) {
        listeners.forEach(listener -> listener.accept(new Gone(tenant, id)));
    }

    /**
     * Tells everybody who holds copies of an answer to drop them; the answer itself stays.
     *
     * @param id the answer; absent means all of the tenant's
     */
    public void withdraw(String tenant, @Nullable String id) {
        if (link != null) {
            link.tell(Request.cmd(Command.PUBLISH).arg(Gone.CHANNEL).arg(GoneWords.of(new Gone(tenant, id))));
        }
    }

    /**
     * The records that all replicas share, within the budget of a request; nothing when there is no Redis, it is away or
     * it is late.
     */
    public <T> Optional<T> shared(Function<Beside, T> use) {
        RedisStore shared = present();
        if (shared == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(ScopedValue.where(
                            Allowance.CURRENT, new Allowance(config.redis().budget()))
                    .call(() -> use.apply(shared.beside())));
        } catch (StoreAway away) {
            return Optional.empty();
        }
    }

    /** Has somebody told what other replicas deleted. */
    public void listen(Consumer<Gone> listener) {
        listeners.add(listener);
    }

    /** The connection to Redis, if one is configured. */
    @Nullable
    RedisLink link() {
        return link;
    }

    private @Nullable RedisStore present() {
        return link != null && link.isPresent() ? redis : null;
    }
}
