package dev.sluice.analytics.trials;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.analytics.AnalyticsConfig;
import dev.sluice.contracts.experiments.Experiment;
import dev.sluice.contracts.experiments.Experiment.Change;
import dev.sluice.contracts.experiments.Experiment.State;
import dev.sluice.contracts.topics.Topics;
import dev.sluice.kit.kafka.KafkaClients;
import dev.sluice.kit.kafka.Producing;
import dev.sluice.kit.kafka.TopicBootstrap;
import dev.sluice.kit.kafka.TopicFold;
import dev.sluice.kit.problem.Refusal;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The experiments of all tenants, kept on {@code sluice.control}: read from its beginning at the start, and followed. A
 * change holds once Kafka has acknowledged it and this process has read it back. Blocks.
 */
@ApplicationScoped
@RegisterForReflection(
        targets = {
            Experiment.class,
            Experiment.Variant.class,
            Experiment.Guardrail.class,
            Experiment.Method.class,
            Experiment.Change.class
        })
class Register {

    private static final String PREFIX = Experiment.KIND + '/';

    private final Map<String, Experiment> known = new ConcurrentHashMap<>();
    private final ReentrantLock changing = new ReentrantLock();
    private final TopicFold fold;
    private final Producing producing;
    private final ObjectMapper json;
    private final int most;
    private final Duration writeWithin;

    Register(AnalyticsConfig config, KafkaClients clients, TopicBootstrap topics, ObjectMapper json) {
        this.json = json;
        this.most = config.experiments().perTenant();
        this.writeWithin = config.experiments().writeWithin();
        this.fold = new TopicFold(Topics.control(), clients, topics, this::fold);
        this.producing = Producing.waiting(clients, "sluice-experiments", writeWithin);
    }

    void start(@Observes StartupEvent start) {
        fold.start();
    }

    void stop(@Observes ShutdownEvent stop) throws InterruptedException {
        fold.close();
        producing.close();
    }

    /** A tenant's experiments, the newest first. */
    List<Experiment> of(String tenant) {
        return all().stream()
                .filter(experiment -> experiment.tenant().equals(tenant))
                .sorted(Comparator.comparing(Experiment::definedAt).reversed().thenComparing(Experiment::name))
                .toList();
    }

    /** All that run. */
    List<Experiment> running() {
        return known.values().stream().filter(Experiment::running).toList();
    }

    /** One of a tenant's; a 404 {@link Refusal} if there is none. */
    Experiment find(String tenant, String name) {
        ready();
        Experiment found = known.get(PREFIX + tenant + '/' + name);
        if (found == null) {
            throw new Refusal(
                    404,
                    "not_found",
                    "Not found",
                    "The tenant %s has no experiment '%s'. GET /analytics/experiments lists those it has, GET /admin/analytics/experiments?tenant= does so for administrators."
                            .formatted(Words.cut(tenant), Words.cut(name)));
        }
        return found;
    }

    /** Takes a new one; 409 {@link Refusal} when there is one of the name, or too many. */
    Experiment add(Experiment experiment) {
        return alone(() -> {
            if (of(experiment.tenant()).size() >= most) {
                throw conflict(
                        "too_many_experiments",
                        "There are %d experiments, the most there may be. Delete old ones first.".formatted(most));
            }
            if (known.containsKey(experiment.key())) {
                throw conflict(
                        "experiment_exists",
                        "There is an experiment '%s' already. What was defined does not change: choose another name, or delete that one."
                                .formatted(experiment.name()));
            }
            write(experiment.key(), experiment);
            return experiment;
        });
    }

    /** Starts, stops or rolls back; 409 {@link Refusal} when that cannot follow on what it is now. */
    Experiment change(String tenant, String name, Change change) {
        return change(tenant, name, change, next -> next);
    }

    /** Rolls back to the control, whatever was defined; 409 {@link Refusal} when it does not run. */
    Experiment rollBack(String tenant, String name, Change change) {
        return change(tenant, name, change, Experiment::toControl);
    }

    private Experiment change(String tenant, String name, Change change, UnaryOperator<Experiment> also) {
        return alone(() -> {
            Experiment now = find(tenant, name);
            State from = change.state() == State.RUNNING ? State.DRAFT : State.RUNNING;
            if (now.state() != from) {
                throw conflict(
                        "wrong_state",
                        "The experiment '%s' is %s. One that is %s can be %s; what has ended is not begun again, since its units know their variants: define another one."
                                .formatted(
                                        name,
                                        word(now.state()),
                                        word(from),
                                        change.state() == State.RUNNING ? "started" : "stopped"));
            }
            if (change.state() == State.RUNNING) {
                rivals(now);
            }
            Experiment next = also.apply(now.with(change));
            write(next.key(), next);
            return next;
        });
    }

    /** Takes one away that does not run. */
    void remove(String tenant, String name) {
        alone(() -> {
            Experiment now = find(tenant, name);
            if (now.running()) {
                throw conflict("wrong_state", "The experiment '%s' is running. Stop it first.".formatted(name));
            }
            write(now.key(), null);
            return now;
        });
    }

    /** Two that set the same for the same calls would each spoil the other. */
    private void rivals(Experiment starting) {
        for (Experiment other : of(starting.tenant())) {
            if (other.running() && Layers.clash(starting, other)) {
                throw conflict(
                        "experiments_clash",
                        "The experiment '%s' runs and sets the same for the same calls. Stop it first, or give the two different models."
                                .formatted(other.name()));
            }
        }
    }

    private List<Experiment> all() {
        ready();
        return List.copyOf(known.values());
    }

    private void ready() {
        if (!fold.isReady()) {
            throw away("The experiments are still being read");
        }
    }

    private interface Work<T> {
        T go();
    }

    /** Changes are made one after the other, so that each sees what the one before it made. */
    private <T> T alone(Work<T> work) {
        try {
            if (!changing.tryLock(3 * writeWithin.toMillis(), TimeUnit.MILLISECONDS)) {
                throw away("Other changes are not through yet");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw away("The service is being stopped");
        }
        try {
            return work.go();
        } finally {
            changing.unlock();
        }
    }

    private void write(String key, @Nullable Experiment value) {
        try {
            byte @Nullable [] bytes = value == null ? null : json.writeValueAsBytes(value);
            RecordMetadata where = producing.send(new ProducerRecord<>(Topics.CONTROL, key, bytes), writeWithin);
            if (!fold.awaitOffset(where.partition(), where.offset(), writeWithin)) {
                throw away("What was written was not read back in time");
            }
        } catch (Producing.Unacknowledged e) {
            throw away("Kafka did not acknowledge it");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("an experiment cannot be written as JSON", e);
        }
    }

    private void fold(ConsumerRecord<String, byte[]> record) {
        String key = record.key();
        if (key == null || !key.startsWith(PREFIX)) {
            return;
        }
        if (record.value() == null) {
            known.remove(key);
            return;
        }
        try {
            known.put(key, json.readValue(record.value(), Experiment.class));
        } catch (IOException | RuntimeException e) {
            Log.warnf("an experiment at %d/%d cannot be read; left out", record.partition(), record.offset());
        }
    }

    static String word(State state) {
        return state == State.ROLLED_BACK
                ? "rolled back"
                : state == State.DRAFT ? "a draft" : state == State.RUNNING ? "running" : "stopped";
    }

    private static Refusal conflict(String code, String detail) {
        return new Refusal(409, code, "Conflict", detail);
    }

    private static Refusal away(String why) {
        return new Refusal(
                503,
                "experiments_unavailable",
                "Experiments unavailable",
                why + ". Try again in a second.",
                Map.of("Retry-After", "1"));
    }
}
