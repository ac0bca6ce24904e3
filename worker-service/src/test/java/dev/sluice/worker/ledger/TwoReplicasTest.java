package dev.sluice.worker.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.kit.kafka.KafkaClients;
import dev.sluice.kit.kafka.TopicBootstrap;
import dev.sluice.kit.kafka.TraceHeaders;
import dev.sluice.testkit.KafkaTestResource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Two workers' ledgers over one Kafka, without anything else they share: what an Idempotency-Key leads to is one task. */
@QuarkusTest
@QuarkusTestResource(KafkaTestResource.class)
class TwoReplicasTest {

    private static final int KEYS = 60;
    private static final Duration WITHIN = Duration.ofSeconds(30);

    @Inject
    TaskLedger ledger;

    @Inject
    TaskWriter writer;

    @Inject
    TasksConfig config;

    @Inject
    KafkaClients clients;

    @Inject
    TopicBootstrap topics;

    @Inject
    TraceHeaders traces;

    @Inject
    ObjectMapper json;

    @Test
    void two_replicas_at_once_never_take_two_tasks_for_one_key_and_agree_on_whose_it_is() throws Exception {
        TaskLedger other = replica();
        var otherWriter = new TaskWriter(other, config, clients, traces, json);
        ledger.ready().get(60, TimeUnit.SECONDS);
        other.ready().get(60, TimeUnit.SECONDS);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < KEYS; i++) {
                var at = new CyclicBarrier(2);
                TaskRecord mine = submission("key-" + i, "body one");
                TaskRecord theirs = submission("key-" + i, "body two");
                Future<TaskRecord> here = threads.submit(at(at, () -> writer.accept(mine, WITHIN)));
                Future<TaskRecord> there = threads.submit(at(at, () -> otherWriter.accept(theirs, WITHIN)));

                TaskRecord counts = here.get();
                assertThat(counts.id()).isEqualTo(mine.id()).isEqualTo(theirs.id());
                assertThat(counts.idempotency()).isEqualTo(there.get().idempotency());
                assertThat(List.of(mine.idempotency(), theirs.idempotency())).contains(counts.idempotency());
            }
        }
        assertThat(ids(ledger)).hasSize(KEYS).isEqualTo(ids(other));

        // What both wrote is put right on the topic, so a replica that starts later reads the same, compacted or not.
        await().atMost(WITHIN)
                .untilAsserted(() -> assertThat(ledger.table().shadowed()).isEmpty());
        TaskLedger later = replica();
        later.ready().get(60, TimeUnit.SECONDS);
        for (String id : ids(ledger)) {
            assertThat(later.table().find(id)).isEqualTo(ledger.table().find(id));
        }
        otherWriter.stop(new ShutdownEvent());
        other.stop(new ShutdownEvent());
        later.stop(new ShutdownEvent());
    }

    private TaskLedger replica() {
        var replica = new TaskLedger(config, clients, topics, json, Clock.systemUTC(), new SimpleMeterRegistry());
        replica.start(new StartupEvent());
        return replica;
    }

    private static Callable<TaskRecord> at(CyclicBarrier barrier, Callable<TaskRecord> then) {
        return () -> {
            barrier.await(30, TimeUnit.SECONDS);
            return then.call();
        };
    }

    private static TaskRecord submission(String key, String body) {
        return Tasks.scheduled(
                TaskIds.of("replicas", key),
                "replicas",
                new TaskRecord.Idempotency(key, body),
                Instant.now().plus(Duration.ofDays(1)));
    }

    private static Set<String> ids(TaskLedger known) {
        List<String> ids = new ArrayList<>();
        known.table().list("replicas", task -> true, 10 * KEYS).forEach(task -> ids.add(task.id()));
        return new HashSet<>(ids);
    }
}
