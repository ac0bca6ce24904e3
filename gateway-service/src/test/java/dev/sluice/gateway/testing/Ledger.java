package dev.sluice.gateway.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.testkit.KafkaTestResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What the gateway wrote down about requests: its events, as Kafka holds them. */
public final class Ledger {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Ledger() {}

    /** The events of a client by request id, once there are that many; fails if a request has two. */
    public static Map<String, JsonNode> of(Client client, int count) {
        List<JsonNode> events = new ArrayList<>();
        String keyId = client.key().split("-")[2];
        try (var consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", KafkaTestResource.bootstrap(),
                        "group.id", UUID.randomUUID().toString(),
                        "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.subscribe(List.of("sluice.events"));
            await().atMost(Duration.ofSeconds(30)).until(() -> read(consumer, keyId, events) >= count);
            read(consumer, keyId, events);
        }
        Map<String, JsonNode> byRequest = new LinkedHashMap<>();
        for (JsonNode event : events) {
            String request = event.at("/origin/requestId").asText();
            assertThat(byRequest.put(request, event))
                    .as("a second event of %s", request)
                    .isNull();
        }
        assertThat(byRequest).hasSize(count);
        return byRequest;
    }

    private static int read(KafkaConsumer<String, byte[]> consumer, String keyId, List<JsonNode> into) {
        for (var polled : consumer.poll(Duration.ofMillis(500))) {
            try {
                JsonNode event = JSON.readTree(polled.value());
                if (event.at("/origin/keyId").asText().equals(keyId)) {
                    into.add(event);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return into.size();
    }
}
