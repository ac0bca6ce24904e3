package dev.sluice.kit.kafka;

import dev.sluice.contracts.topics.Topics;
import dev.sluice.kit.config.KafkaConfig;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;

/** Creates missing topics; leaves existing ones as they are. Goes on trying while Kafka is away. */
@ApplicationScoped
public class TopicBootstrap {

    private static final long RETRY_MILLIS = 1_000;

    private final KafkaClients clients;
    private final KafkaConfig config;
    private volatile boolean stopping;

    TopicBootstrap(KafkaClients clients, KafkaConfig config) {
        this.clients = clients;
        this.config = config;
    }

    /** Completes once all topics exist; never fails, but stops trying when the service stops. */
    public CompletableFuture<Void> ensure(List<Topics.Spec> topics) {
        var done = new CompletableFuture<Void>();
        Thread.ofVirtual().name("topic-bootstrap").start(() -> keepTrying(topics, done));
        return done;
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    private void keepTrying(List<Topics.Spec> topics, CompletableFuture<Void> done) {
        boolean told = false;
        while (!stopping) {
            try (Admin admin = clients.admin("sluice-topics")) {
                new MissingTopics(config.partitions(), config.replication()).create(admin, topics);
                done.complete(null);
                return;
            } catch (ExecutionException | RuntimeException e) {
                if (!told) {
                    Log.warnf(
                            "Kafka at %s cannot be reached or refuses topics yet (%s); trying on. Check sluice.kafka.bootstrap.",
                            config.bootstrap(), e.getMessage());
                    told = true;
                }
                pause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
