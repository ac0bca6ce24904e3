package dev.sluice.optimizer.templates;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.topics.Topics;
import dev.sluice.kit.ids.Ids;
import dev.sluice.kit.kafka.KafkaClients;
import dev.sluice.kit.kafka.Producing;
import dev.sluice.kit.kafka.TopicBootstrap;
import dev.sluice.kit.kafka.TopicFold;
import dev.sluice.kit.problem.Refusal;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The templates, kept on {@code sluice.templates}. Whoever is told that a version is there finds it at once in this
 * process, and in the others when they have read on.
 */
@ApplicationScoped
class Library {

    private static final int TRIES = 5;

    private final Shelf shelf = new Shelf();
    private final TopicFold fold;
    private final Producing producing;
    private final ObjectMapper json;
    private final TemplatesConfig config;
    private final Clock clock;

    Library(TemplatesConfig config, KafkaClients clients, TopicBootstrap topics, ObjectMapper json, Clock clock) {
        this.config = config;
        this.json = json;
        this.clock = clock;
        this.fold = new TopicFold(Topics.templates(), clients, topics, this::fold);
        this.producing = Producing.waiting(clients, "sluice-templates", config.writeWithin());
    }

    void start(@Observes StartupEvent start) {
        fold.start();
    }

    void stop(@Observes ShutdownEvent stop) throws InterruptedException {
        fold.close();
        producing.close();
    }

    /**
     * All that is known.
     *
     * @throws Refusal 503 while the topic has not been read to where it was at the start
     */
    Shelf shelf() {
        if (!fold.isReady()) {
            throw away("The templates are still being read");
        }
        return shelf;
    }

    /** Adds a version; answers it with its number. */
    Template add(String tenant, String name, Proposal proposal) {
        var messages = proposal.checked();
        if (shelf().versions(tenant, name).isEmpty() && shelf.newest(tenant).size() >= config.perTenant()) {
            throw full("There are %d templates; at most %d.".formatted(config.perTenant(), config.perTenant()));
        }
        if (shelf.versions(tenant, name).size() >= config.versions()) {
            throw full("'%s' has %d versions; at most %d.".formatted(name, config.versions(), config.versions()));
        }
        for (int attempt = 0; attempt < TRIES; attempt++) {
            var template = new Template(
                    Ids.next(),
                    tenant,
                    name,
                    shelf.next(tenant, name),
                    messages,
                    proposal.declared(),
                    proposal.meantFor(),
                    proposal.note(),
                    clock.instant());
            write(template.key(), template);
            if (shelf.versions(tenant, name).contains(template)) {
                return template;
            }
            // Another replica had the number first.
            write(template.key(), null);
        }
        throw away("Others are adding versions of '%s' at the same time".formatted(name));
    }

    /** Sets how often each version is chosen. */
    Head weigh(String tenant, String name, Map<Integer, Integer> weights) {
        var head = new Head(tenant, name, weights, shelf().head(tenant, name).nextVersion());
        write(head.key(), head);
        return head;
    }

    /** Takes a template away with all versions; their numbers are not given again. */
    int remove(String tenant, String name) {
        int next = shelf().next(tenant, name);
        List<Template> versions = List.copyOf(shelf.versions(tenant, name));
        var head = new Head(tenant, name, Map.of(), next);
        write(head.key(), head);
        versions.forEach(version -> write(version.key(), null));
        return versions.size();
    }

    private void write(String key, @Nullable Object value) {
        try {
            byte @Nullable [] bytes = value == null ? null : json.writeValueAsBytes(value);
            RecordMetadata where =
                    producing.send(new ProducerRecord<>(Topics.TEMPLATES, key, bytes), config.writeWithin());
            if (!fold.awaitOffset(where.partition(), where.offset(), config.writeWithin())) {
                throw away("What was written was not read back in time");
            }
        } catch (Producing.Unacknowledged e) {
            throw away("Kafka did not acknowledge it");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a template cannot be written as JSON", e);
        }
    }

    private void fold(ConsumerRecord<String, byte[]> record) {
        try {
            String[] parts = record.key().split("/", -1);
            // A tenant may hold slashes, the rest does not.
            boolean isVersion = parts.length >= 4 && isNumber(parts[parts.length - 2]);
            if (record.value() == null && isVersion) {
                String tenant = String.join("/", List.of(parts).subList(0, parts.length - 3));
                shelf.remove(
                        tenant,
                        parts[parts.length - 3],
                        Integer.parseInt(parts[parts.length - 2]),
                        parts[parts.length - 1]);
            } else if (record.value() != null) {
                put(json.readTree(record.value()));
            }
        } catch (IOException | RuntimeException e) {
            Log.warnf("a template at %d/%d cannot be read; left out", record.partition(), record.offset());
        }
    }

    private void put(JsonNode value) throws JsonProcessingException {
        if (value.has("version")) {
            shelf.put(json.treeToValue(value, Template.class));
        } else {
            shelf.put(json.treeToValue(value, Head.class));
        }
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static Refusal full(String detail) {
        return new Refusal(409, "too_many_templates", "Too many templates", detail + " Delete some first.");
    }

    private static Refusal away(String why) {
        return new Refusal(
                503,
                "templates_unavailable",
                "Templates unavailable",
                why + ". Try again in a second.",
                Map.of("Retry-After", "1"));
    }
}
