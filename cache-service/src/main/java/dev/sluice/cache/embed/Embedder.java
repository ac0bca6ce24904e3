package dev.sluice.cache.embed;

import ai.onnxruntime.OrtException;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.cache.embed.Line.Waiting;
import dev.sluice.kit.config.DataConfig;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The encoder as a service: loaded in the background when the application starts, run by a fixed number of threads with
 * a bounded line of waiting texts, with a memory of recent vectors. While it loads, or when it could not be loaded,
 * there are no vectors and {@link #state()} says so.
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

    private static final int BYTES_BESIDE = 150;

    private final EmbeddingsConfig config;
    private final DataConfig data;
    private final Line line;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final CountDownLatch settled = new CountDownLatch(1);
    private final Cache<String, float[]> remembered;
    private final Timer timer;
    private final DistributionSummary together;
    private volatile State state = State.LOADING;
    private volatile @Nullable Encoder encoder;

    Embedder(EmbeddingsConfig config, DataConfig data, MeterRegistry meters) {
        this.config = config;
        this.data = data;
        this.line = new Line(this.config.queue());
        this.remembered = Caffeine.newBuilder()
                .maximumWeight(this.config.remembered().asLongValue())
                .weigher((String key, float[] vector) -> BYTES_BESIDE + key.length() + Float.BYTES * vector.length)
                .build();
        this.timer = Timer.builder("sluice.cache.embed")
                .description("time the model takes for one text")
                .publishPercentiles(0.5, 0.99)
                .register(meters);
        this.together = DistributionSummary.builder("sluice.cache.embed.together")
                .description("texts in one run of the model")
                .register(meters);
        meters.gauge("sluice.cache.embed.waiting", line, Line::size);
    }

    void start(@Observes StartupEvent start) {
        Thread.ofPlatform().name("embed-load").daemon().start(this::load);
    }

    void stop(@Observes ShutdownEvent stop) throws InterruptedException, OrtException {
        boolean ended = true;
        for (Thread thread : threads) {
            thread.interrupt();
            ended &= thread.join(Duration.ofSeconds(5));
        }
        Encoder loaded = encoder;
        encoder = null;
        if (loaded != null && ended) {
            loaded.close();
        }
    }

    private void load() {
        long start = System.nanoTime();
        try {
            Encoder loaded = Encoder.load(data.dir().resolve("natives"), model());
            for (int i = 1; i <= WARM_UPS; i++) {
                loaded.first(loaded.tokens("how do i warm up a model ".repeat(i)));
            }
            for (int i = 0; i < config.threads(); i++) {
                threads.add(Thread.ofPlatform().name("embed-" + i).daemon().start(() -> run(loaded)));
            }
            encoder = loaded;
            state = State.READY;
            Log.infof(
                    "embedding model %s ready after %d ms",
                    model().title(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        } catch (Exception | LinkageError e) {
            state = State.FAILED;
            Log.errorf(
                    e,
                    "the embedding model could not be loaded: there are no semantic hits and no embeddings; check that"
                            + " sluice.data.dir can be written and executed from");
        } finally {
            settled.countDown();
        }
    }

    private void run(Encoder loaded) {
        try {
            while (true) {
                Line.Taken taken = line.take();
                for (List<Waiting> run : taken.runs()) {
                    if (!taken.hurry()) {
                        line.overtaking().forEach(sooner -> encode(loaded, sooner));
                    }
                    encode(loaded, run);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void encode(Encoder loaded, List<Waiting> run) {
        long start = System.nanoTime();
        try {
            List<float[]> vectors = run.getFirst().isLong()
                    ? List.of(loaded.whole(run.getFirst().tokens()))
                    : loaded.first(run.stream().map(Waiting::tokens).toList());
            long each = (System.nanoTime() - start) / run.size();
            together.record(run.size());
            for (int i = 0; i < run.size(); i++) {
                timer.record(each, TimeUnit.NANOSECONDS);
                done(run.get(i), vectors.get(i));
            }
        } catch (OrtException | RuntimeException | LinkageError e) {
            Log.errorf(e, "a text could not be embedded");
            run.forEach(one -> one.vector().completeExceptionally(new NoVector(NoVector.Why.FAILED)));
        }
    }

    /** What comes too late for who asked is there for the next. */
    private void done(Waiting one, float[] vector) {
        if (one.key() != null) {
            remembered.put(one.key(), vector);
        }
        one.vector().complete(vector);
    }

    /** The model that is used. */
    public Encoder.Model model() {
        return switch (config.model()) {
            case BGE_SMALL -> Encoder.Model.BGE_SMALL;
            case MINILM -> Encoder.Model.MINILM;
        };
    }

    /** Waits until the model is loaded or could not be. Whether it is loaded. */
    public boolean awaitSettled() throws InterruptedException {
        settled.await();
        return state == State.READY;
    }

    /** Whether there are vectors. */
    public State state() {
        return state;
    }

    /**
     * The vector of a question's first 256 tokens, or nothing when it cannot be had in time. Goes before all that is
     * not asked for by a look-up.
     *
     * @param key under which the vector is remembered; must tell tenants apart
     * @param text the question
     * @param patience how long it may take
     */
    public Optional<float[]> question(String key, String text, Duration patience) {
        return question(key, text, patience, true);
    }

    /** The same for an answer that is being kept; look-ups go first. */
    public Optional<float[]> questionToKeep(String key, String text, Duration patience) {
        return question(key, text, patience, false);
    }

    private Optional<float[]> question(String key, String text, Duration patience, boolean urgent) {
        float[] known = remembered.getIfPresent(key);
        if (known != null) {
            return Optional.of(known);
        }
        try {
            return Optional.of(await(join(ready().tokens(text), false, key, urgent), patience));
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
        ready();
        return await(join(tokens, true, null, false), patience);
    }

    private Encoder ready() throws NoVector {
        Encoder ready = encoder;
        if (ready == null) {
            throw new NoVector(state == State.FAILED ? NoVector.Why.FAILED : NoVector.Why.LOADING);
        }
        return ready;
    }

    private CompletableFuture<float[]> join(Encoder.Tokens tokens, boolean whole, @Nullable String key, boolean urgent)
            throws NoVector {
        var vector = new CompletableFuture<float[]>();
        if (!line.join(new Waiting(tokens, whole, key, vector), urgent)) {
            throw new NoVector(NoVector.Why.BUSY);
        }
        return vector;
    }

    private static float[] await(CompletableFuture<float[]> vector, Duration patience) throws NoVector {
        try {
            return vector.get(Math.max(0, patience.toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            vector.cancel(false);
            throw new NoVector(NoVector.Why.BUSY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoVector(NoVector.Why.BUSY);
        } catch (ExecutionException e) {
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
