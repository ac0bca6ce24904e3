package dev.sluice.worker.webhooks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.tasks.TaskRecord;
import dev.sluice.contracts.tasks.TaskView;
import dev.sluice.contracts.topics.Topics;
import dev.sluice.kit.egress.EgressClient;
import dev.sluice.kit.egress.EgressException;
import dev.sluice.kit.egress.EgressRequest;
import dev.sluice.kit.kafka.KafkaClients;
import dev.sluice.kit.kafka.Producing;
import dev.sluice.kit.kafka.TopicBootstrap;
import dev.sluice.kit.kafka.TopicFold;
import dev.sluice.worker.leases.Leases;
import dev.sluice.worker.leases.Office;
import dev.sluice.worker.ledger.LedgerAway;
import dev.sluice.worker.ledger.RetryPolicy;
import dev.sluice.worker.ledger.TaskLedger;
import dev.sluice.worker.ledger.TaskTopics;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Tells owners of their tasks' ends, at least once. What is to be told follows from the ledger, how far it is from a topic
 * of its own, so a worker that is killed in the middle leaves nothing untold; one worker at a time tells.
 */
@ApplicationScoped
class Webhooks {

    private static final int LARGEST_ANSWER = 1_024;
    private static final Duration APART = Duration.ofMillis(250);
    private static final Duration TIDY_APART = Duration.ofMinutes(1);
    private static final Duration ACKNOWLEDGED = Duration.ofSeconds(30);

    /** What is sent. */
    @RegisterForReflection
    record Message(String type, Instant timestamp, TaskView data) {}

    private final TaskLedger ledger;
    private final EgressClient egress;
    private final Secrets secrets;
    private final ObjectMapper json;
    private final Clock clock;
    private final MeterRegistry meters;
    private final RetryPolicy retries;
    private final Duration timeout;
    private final Semaphore places;
    private final Office office;
    private final TopicFold fold;
    private final Producing notes;
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private final Set<String> calling = ConcurrentHashMap.newKeySet();
    private final Map<String, Telling> tellings = new ConcurrentHashMap<>();
    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("task-webhooks").daemon().factory());
    private Instant nextTidy = Instant.MIN;

    Webhooks(
            TaskLedger ledger,
            EgressClient egress,
            Secrets secrets,
            Leases leases,
            KafkaClients clients,
            TopicBootstrap topics,
            ObjectMapper json,
            Clock clock,
            WebhooksConfig config,
            MeterRegistry meters) {
        this.ledger = ledger;
        this.egress = egress;
        this.secrets = secrets;
        this.json = json;
        this.clock = clock;
        this.meters = meters;
        WebhooksConfig own = config;
        this.retries = new RetryPolicy(own.attempts(), own.retryBase(), own.retryCap());
        this.timeout = own.timeout();
        this.places = new Semaphore(own.atOnce());
        this.office = new Office(leases, "webhooks");
        this.fold = new TopicFold(TaskTopics.webhooks(), clients, topics, this::fold);
        this.notes = new Producing(clients, "sluice-task-webhooks", Map.of(ProducerConfig.LINGER_MS_CONFIG, 0));
        ledger.table().watchAll(this::note);
        meters.gauge("sluice.tasks.webhooks.pending", ended, Set::size);
    }

    void start(@Observes StartupEvent start) {
        fold.start();
        ledger.ready()
                .runAfterBoth(
                        fold.ready(),
                        () -> rounds.scheduleWithFixedDelay(
                                this::round, APART.toMillis(), APART.toMillis(), TimeUnit.MILLISECONDS));
    }

    void stop(@Observes @Priority(900) ShutdownEvent stop) throws InterruptedException {
        rounds.shutdownNow();
        rounds.awaitTermination(2, TimeUnit.SECONDS);
        office.leave();
        fold.close();
        notes.close();
    }

    private void note(TaskRecord record) {
        if (record.state().isTerminal()
                && record.terms() != null
                && record.terms().webhook() != null) {
            ended.add(record.id());
        }
    }

    private void fold(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            tellings.remove(record.key());
            return;
        }
        try {
            tellings.put(record.key(), json.readValue(record.value(), Telling.class));
        } catch (IOException e) {
            Log.warnf("a record on %s at %d cannot be read; ignored", record.topic(), record.offset());
        }
    }

    private void round() {
        try {
            Instant now = clock.instant();
            List<TaskRecord> due = due(now);
            if (!due.isEmpty() && office.isHeld()) {
                due.stream().takeWhile(task -> places.tryAcquire()).forEach(task -> start(task, now));
            }
            if (now.isAfter(nextTidy)) {
                nextTidy = now.plus(TIDY_APART);
                forgetOld();
            }
        } catch (RuntimeException e) {
            Log.errorf(e, "a round of webhooks failed; the next one tries again");
        }
    }

    private List<TaskRecord> due(Instant now) {
        List<TaskRecord> due = new ArrayList<>();
        for (String id : List.copyOf(ended)) {
            TaskRecord task = ledger.table().find(id).orElse(null);
            Telling telling = task == null ? null : telling(task, now);
            if (task == null
                    || telling == null
                    || telling.state() != Telling.State.PENDING
                    || !task.state().isTerminal()) {
                ended.remove(id);
            } else if (!calling.contains(id)
                    && (telling.next() == null || !telling.next().isAfter(now))) {
                due.add(task);
            }
        }
        return due;
    }

    private Telling telling(TaskRecord task, Instant now) {
        int life = task.deaths() == null ? 0 : task.deaths().size();
        Telling known = tellings.get(task.id());
        return known == null || known.life() != life ? Telling.fresh(task.id(), life, now) : known;
    }

    private void start(TaskRecord task, Instant now) {
        calling.add(task.id());
        Thread.ofVirtual().name("webhook-" + task.id()).start(() -> {
            try {
                tell(task, telling(task, now));
            } finally {
                calling.remove(task.id());
                places.release();
            }
        });
    }

    private void tell(TaskRecord task, Telling telling) {
        try {
            Telling after = call(task, telling);
            notes.send(
                    new ProducerRecord<>(Topics.TASKS_WEBHOOKS, task.id(), json.writeValueAsBytes(after)),
                    ACKNOWLEDGED);
            tellings.put(task.id(), after);
            meters.counter(
                            "sluice.tasks.webhooks",
                            "state",
                            after.state().name().toLowerCase(Locale.ROOT))
                    .increment();
        } catch (LedgerAway | Producing.Unacknowledged e) {
            Log.debugf("the end of task %s is told again later: %s", task.id(), e.getMessage());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a task cannot be written as JSON", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Telling call(TaskRecord task, Telling telling) throws JsonProcessingException, InterruptedException {
        String url = task.terms() == null ? null : task.terms().webhook();
        byte[] key = secrets.key(task.tenant()).orElse(null);
        TaskRecord full = ledger.full(task.id()).orElse(task);
        if (url == null || key == null) {
            return telling.refused();
        }
        var message = new Message("task." + full.state().wireName(), full.updatedAt(), full.view());
        String body = json.writeValueAsString(message);
        Map<String, String> headers = Signed.headers(telling.messageId(), clock.instant(), body, key);
        int status = 0;
        try {
            status = egress.send(EgressRequest.post(URI.create(url), headers, body)
                            .within(timeout)
                            .largest(LARGEST_ANSWER))
                    .status();
        } catch (EgressException.Refused e) {
            Log.infof("the webhook of task %s is not called: %s", task.id(), e.getMessage());
            return telling.refused();
        } catch (EgressException e) {
            Log.debugf("the webhook of task %s did not answer", task.id());
        }
        return telling.called(status, retries, ThreadLocalRandom.current().nextDouble(), clock.instant());
    }

    /** What was told of tasks that are kept no more. */
    private void forgetOld() {
        for (String id : List.copyOf(tellings.keySet())) {
            if (ledger.table().find(id).isEmpty() && office.isHeld()) {
                try {
                    notes.send(new ProducerRecord<>(Topics.TASKS_WEBHOOKS, id, null), ACKNOWLEDGED);
                    tellings.remove(id);
                } catch (Producing.Unacknowledged e) {
                    Log.debugf("the webhook of task %s is forgotten later", id);
                    return;
                }
            }
        }
    }
}
