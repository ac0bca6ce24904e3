package dev.sluice.cache.embed;

import ai.onnxruntime.OrtException;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.cache.CacheConfig;
import dev.sluice.kit.config.DataConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The encoder as a service: loaded in the background when the application starts, run by a fixed number of threads with
 * a bounded queue, with a memory of recent vectors. While it loads, or when it could not be loaded, there are no
 * vectors and {@link #state()} says so.
 */
@ApplicationScoped
public class Embedder {

    /** Whether there are vectors. */
    public enum State {
        LOADING,
        READY,
        FAILED
    }

    /** The first runs take several times as long as the later ones. */
    private static final int WARM_UPS = 10;

    private final CacheConfig.Embeddings config;
    private final DataConfig data;
    private final ThreadPoolExecutor pool;
    private final Cache<String, float[]> remembered;
    private final Timer timer;
    private volatile State state = State.LOADING;
    private volatile @Nullable Encoder encoder;

    Embedder(CacheConfig config, DataConfig data, MeterRegistry meters) {
        this.config = config.embeddings();
        this.data = data;
        this.pool = new ThreadPoolExecutor(
                this.config.threads(),
                this.config.threads(),
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(this.config.queue()),
                Thread.ofPlatform().name("embed-", 0).daemon().factory());
        this.remembered =
                Caffeine.newBuilder().maximumSize(this.config.remembered()).build();
        this.timer = Timer.builder("sluice.cache.embed")
                .description("time the model takes for one text")
                .publishPercentiles(0.5, 0.99)
                .register(meters);
        meters.gauge("sluice.cache.embed.waiting", pool, p -> p.getQueue().size());
    }

    void start(@Observes StartupEvent start) {
        Thread.ofPlatform().name("embed-load").daemon().start(this::load);
    }

    void stop(@Observes ShutdownEvent stop) throws InterruptedException, OrtException {
        pool.shutdownNow();
        Encoder loaded = encoder;
        if (loaded != null && pool.awaitTermination(5, TimeUnit.SECONDS)) {
            encoder = null;
            loaded.close();
        }
    }

    private void load() {
        long start = System.nanoTime();
        try {
            Encoder loaded = Encoder.load(data.dir().resolve("natives"));
            for (int i = 1; i <= WARM_UPS; i++) {
                loaded.first(loaded.tokens("how do i warm up a model ".repeat(i)));
            }
            encoder = loaded;
            state = State.READY;
            Log.infof("embedding model ready after %d ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        } catch (Exception | LinkageError e) {
            state = State.FAILED;
            Log.errorf(
                    e,
                    "the embedding model could not be loaded: there are no semantic hits and no embeddings; check that"
                            + " sluice.data.dir can be written and executed from");
        }
    }

    /** Whether there are vectors. */
    public State state() {
        return state;
    }

    /**
     * The vector of a question's first 256 tokens, or nothing when it cannot be had in time.
     *
     * @param key under which the vector is remembered; must tell tenants apart
     * @param text the question
     * @param patience how long it may take
     */
    public Optional<float[]> question(String key, String text, Duration patience) {
        float[] known = remembered.getIfPresent(key);
        if (known != null) {
            return Optional.of(known);
        }
        Encoder ready = encoder;
        if (ready == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(await(
                    submit(() -> {
                        float[] made = ready.first(ready.tokens(text));
                        remembered.put(key, made);
                        return made;
                    }),
                    patience));
        } catch (NoVector e) {
            return Optional.empty();
        }
    }

    /** The vector that is remembered under a key, without asking the model. */
    public Optional<float[]> known(String key) {
        return Optional.ofNullable(remembered.getIfPresent(key));
    }

    /** The tokens of a text. */
    Encoder.Tokens tokens(String text) throws NoVector {
        return ready().tokens(text);
    }

    /** The vector of a whole text. */
    float[] whole(Encoder.Tokens tokens, Duration patience) throws NoVector {
        Encoder ready = ready();
        return await(submit(() -> ready.whole(tokens)), patience);
    }

    private Encoder ready() throws NoVector {
        Encoder ready = encoder;
        if (ready == null) {
            throw new NoVector(state == State.FAILED ? NoVector.Why.FAILED : NoVector.Why.LOADING);
        }
        return ready;
    }

    private Future<float[]> submit(Callable<float[]> work) throws NoVector {
        try {
            return pool.submit(() -> timer.recordCallable(work));
        } catch (RejectedExecutionException e) {
            throw new NoVector(NoVector.Why.BUSY);
        }
    }

    private static float[] await(Future<float[]> future, Duration patience) throws NoVector {
        try {
            return future.get(Math.max(0, patience.toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            future.cancel(false);
            throw new NoVector(NoVector.Why.BUSY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoVector(NoVector.Why.BUSY);
        } catch (ExecutionException e) {
            Log.errorf(e.getCause(), "a text could not be embedded");
            throw new NoVector(NoVector.Why.FAILED);
        }
    }

    /** There is no vector. */
    static final class NoVector extends Exception {

        private static final long serialVersionUID = 1L;

        enum Why {
            LOADING,
            BUSY,
            FAILED
        }

        private final Why why;

        NoVector(Why why) {
            super(why.name(), null, false, false);
            this.why = why;
        }

        Why why() {
            return why;
        }
    }
}
