package dev.sluice.worker.submission;

import dev.sluice.kit.kafka.KafkaClients;
import dev.sluice.worker.lanes.Lanes;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** How many workers there are, as Kafka tells; asked at most every five seconds. */
@ApplicationScoped
class Workforce {

    private static final long FRESH = Duration.ofSeconds(5).toNanos();
    private static final long DEADLINE_MILLIS = 1_000;

    private final KafkaClients clients;
    private final ReentrantLock asking = new ReentrantLock();
    private @Nullable Admin admin;
    private volatile OptionalInt known = OptionalInt.empty();
    private volatile long askedAt = System.nanoTime() - FRESH;

    Workforce(KafkaClients clients) {
        this.clients = clients;
    }

    void stop(@Observes ShutdownEvent stop) {
        if (admin != null) {
            admin.close(Duration.ofSeconds(1));
        }
    }

    /** The workers; empty when Kafka does not tell. */
    OptionalInt size() {
        if (System.nanoTime() - askedAt < FRESH || !asking.tryLock()) {
            return known;
        }
        try {
            known = OptionalInt.of(ask());
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            known = OptionalInt.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            askedAt = System.nanoTime();
            asking.unlock();
        }
        return known;
    }

    private int ask() throws ExecutionException, InterruptedException, TimeoutException {
        Admin asked = admin;
        if (asked == null) {
            asked = clients.admin("sluice-task-workforce");
            admin = asked;
        }
        return asked
                .describeConsumerGroups(List.of(Lanes.GROUP))
                .all()
                .get(DEADLINE_MILLIS, TimeUnit.MILLISECONDS)
                .values()
                .stream()
                .mapToInt(group -> group.members().size())
                .sum();
    }
}
