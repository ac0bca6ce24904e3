package dev.sluice.gateway.testing;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.testkit.KafkaTestResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What the gateway told on {@code sluice.events}. */
public final class EventTopic {

    private static final ObjectMapper JSON = new ObjectMapper();

    private EventTopic() {}

    /** All events of a key, once there are at least that many. */
    public static List<JsonNode> of(String key, int count) {
        List<JsonNode> events = new ArrayList<>();
        String id = key.split("-")[2];
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        "bootstrap.servers", KafkaTestResource.bootstrap(),
                        "group.id", UUID.randomUUID().toString(),
                        "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.subscribe(List.of("sluice.events"));
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(polled -> keep(polled.value(), id, events));
                return events.size() >= count;
            });
        }
        return events;
    }

    private static void keep(byte[] value, String keyId, List<JsonNode> into) {
        try {
            JsonNode event = JSON.readTree(value);
            if (event.at("/origin/keyId").asText().equals(keyId)) {
                into.add(event);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
