package dev.sluice.analytics.ingest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.analytics.AnalyticsConfig;
import dev.sluice.analytics.store.AnalyticsStore;
import dev.sluice.analytics.store.StoreAway;
import dev.sluice.contracts.topics.Topics;
import dev.sluice.kit.kafka.KafkaClients;
import dev.sluice.kit.kafka.TopicBootstrap;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that takes events from Kafka. While the store is away nothing is polled and the events wait in Kafka;
 * while Kafka is away it goes on asking. After each failure it goes on from the offsets in the store.
 */
@ApplicationScoped
class IngestLoop {

    /** The name under which lag can be watched in Kafka. */
    static final String GROUP = "sluice-analytics";

    /** How often the partitions are asked for anew. */
    private static final Duration ASSIGNMENT = Duration.ofSeconds(60);

    /** Failures of the store in a row after which it is looked for the record that breaks it. */
    private static final int PATIENCE = 3;

    private static final Duration CAREFUL = Duration.ofSeconds(10);
    private static final Duration STOP = Duration.ofSeconds(8);

    private final AnalyticsConfig.Ingest config;
    private final KafkaClients clients;
    private final TopicBootstrap topics;
    private final AnalyticsStore store;
    private final IngestState state;
    private final EventReader reader;
    private final CountDownLatch stop = new CountDownLatch(1);
    private int storeFailures;
    private boolean told;
    private volatile @Nullable KafkaConsumer<String, byte[]> consumer;
    private @Nullable Thread thread;

    IngestLoop(
            AnalyticsConfig config,
            KafkaClients clients,
            TopicBootstrap topics,
            AnalyticsStore store,
            IngestState state,
            ObjectMapper json) {
        this.config = config.ingest();
        this.clients = clients;
        this.topics = topics;
        this.store = store;
        this.state = state;
        this.reader = new EventReader(json, config.ingest().maxEvent().asLongValue());
    }

    void start(@Observes StartupEvent event) {
        topics.ensure(List.of(Topics.events()));
        thread = Thread.ofPlatform().name("event-ingest").daemon().start(this::run);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stop.countDown();
        var waiting = consumer;
        if (waiting != null) {
            waiting.wakeup();
        }
        if (thread != null) {
            thread.join(STOP);
        }
    }

    private void run() {
        while (!isStopping()) {
            try {
                store.offsets();
                try (var opened = consumer()) {
                    consumer = opened;
                    follow(opened);
                } finally {
                    consumer = null;
                }
            } catch (StoreAway e) {
                storeFailures++;
                tell("Events wait in Kafka: %s. Check the disk and that no other process has the file.", e);
            } catch (KafkaException e) {
                if (isStopping()) {
                    return;
                }
                tell("Kafka does not give events (%s); trying on. Check sluice.kafka.bootstrap.", e);
            } catch (RuntimeException e) {
                Log.errorf(e, "taking events failed unexpectedly; trying on");
            }
            state.away();
            pause();
        }
    }

    private void follow(KafkaConsumer<String, byte[]> consumer) {
        var gathering = new Gathering(reader, InstantSource.system(), config.batchRows(), config.batchWait());
        var follower = new Follower(consumer, store, gathering, state, this::isStopping);
        while (!isStopping()) {
            if (follower.assign(Topics.EVENTS) == 0) {
                pause();
            } else if (storeFailures >= PATIENCE) {
                follower.followCarefully(CAREFUL);
                storeFailures = 0;
            } else {
                told = false;
                follower.follow(ASSIGNMENT);
                storeFailures = 0;
            }
        }
    }

    private KafkaConsumer<String, byte[]> consumer() {
        return clients.consumer(
                GROUP,
                GROUP,
                Map.of(
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        config.batchRows(),
                        // A busy broker answers with many events at once, a quiet one a tenth of a second later.
                        ConsumerConfig.FETCH_MIN_BYTES_CONFIG,
                        64 * 1024,
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        100,
                        ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                        8 * 1024 * 1024,
                        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                        2 * 1024 * 1024,
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false));
    }

    private boolean isStopping() {
        return stop.getCount() == 0;
    }

    /** Once for each trouble, not once for each try. */
    private void tell(String message, Exception cause) {
        if (!told) {
            Log.warnf(message, cause.getMessage());
            told = true;
        }
    }

    private void pause() {
        try {
            boolean ignored = stop.await(config.retry().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
