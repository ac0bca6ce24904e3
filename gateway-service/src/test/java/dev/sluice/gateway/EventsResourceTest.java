package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.gateway.testing.Client;
import dev.sluice.gateway.testing.GatewayTest;
import dev.sluice.testkit.KafkaTestResource;
import dev.sluice.testkit.Script;
import io.quarkus.test.junit.QuarkusTest;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** One event for each request whose caller is known, whatever became of it (P5). */
@QuarkusTest
class EventsResourceTest extends GatewayTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void everyRequestIsOneEventWhateverBecameOfIt() throws Exception {
        upstream.onModel("gpt-4o-mini", Script.say("fine words"));
        upstream.onModel("gpt-cut", Script.words(20).endAfterChunks(4));
        upstream.onModel("gpt-limited", Script.error(429));
        upstream.onModel("gpt-long", Script.words(500).tokenEvery(Duration.ofMillis(50)));
        var acme = newTenant("counted");

        acme.chat("gpt-4o-mini", "one", "x-sluice-session", "s1");
        acme.chat("gpt-4o-mini", "one");
        acme.stream("gpt-cut", "two");
        acme.chat("gpt-limited", "three");
        acme.chat("no-such-model", "four");
        acme.post("/v1/chat/completions", "{");
        acme.post("/v1/embeddings", "{\"model\":\"text-embedding-3-small\",\"input\":\"five\"}");
        leaveEarly(acme);
        leaveWhileSending(acme);

        List<JsonNode> events = events(acme, 9);
        JsonNode miss = only(events, "MISS", 200, "gpt-4o-mini");
        assertThat(miss.path("source").asText()).isEqualTo("gateway");
        assertThat(miss.path("kind").asText()).isEqualTo("completion");
        assertThat(miss.at("/origin/sessionId").asText()).isEqualTo("s1");
        assertThat(miss.at("/call/provider").asText()).isEqualTo("openai");
        assertThat(miss.at("/call/attempts").asInt()).isEqualTo(1);
        assertThat(miss.at("/usage/estimated").asBoolean()).isFalse();
        assertThat(miss.at("/usage/inputTokens").asInt()).isPositive();
        assertThat(miss.at("/money/costNano").asLong()).isPositive();
        JsonNode hit = only(events, "HIT", 200, "gpt-4o-mini");
        assertThat(hit.at("/call/provider").asText()).isEqualTo("cache");
        assertThat(hit.at("/cache/layer").asText()).isEqualTo("near");
        assertThat(hit.at("/cache/savedTokens").asInt()).isPositive();
        assertThat(hit.at("/money/costNano").asLong()).isZero();
        assertThat(hit.at("/money/savedNano").asLong())
                .isEqualTo(miss.at("/money/costNano").asLong());
        JsonNode cut = only(events, "MISS", 200, "gpt-cut");
        assertThat(cut.at("/call/error").asText()).isEqualTo("upstream_cut");
        assertThat(cut.at("/usage/estimated").asBoolean()).isTrue();
        assertThat(only(events, "MISS", 429, "gpt-limited").at("/call/error").asText())
                .isEqualTo("upstream_429");
        assertThat(only(events, "BYPASS", 404, "no-such-model")
                        .at("/call/error")
                        .asText())
                .isEqualTo("model_not_found");
        assertThat(only(events, "BYPASS", 400, "unknown").at("/call/error").asText())
                .isEqualTo("invalid_json");
        assertThat(only(events, "BYPASS", 200, "text-embedding-3-small")
                        .path("kind")
                        .asText())
                .isEqualTo("embedding");
        assertThat(only(events, "BYPASS", 499, "gpt-long").at("/call/error").asText())
                .isEqualTo("client_gone");
        assertThat(only(events, "BYPASS", 499, "unknown").at("/call/error").asText())
                .isEqualTo("client_gone");
        assertThat(events.toString()).doesNotContain("fine words", acme.key());
    }

    private void leaveEarly(Client acme) throws Exception {
        var request = acme.request(
                "POST", "/v1/chat/completions", Client.chatBody("gpt-long", "talk", true), "x-sluice-cache", "off");
        try (var http = HttpClient.newHttpClient()) {
            var body = http.send(request, HttpResponse.BodyHandlers.ofInputStream())
                    .body();
            assertThat(body.read(new byte[64])).isPositive();
            body.close();
            upstream.awaitCancelled(1);
        }
    }

    private void leaveWhileSending(Client acme) throws Exception {
        URI there = URI.create(base());
        try (var socket = new Socket(there.getHost(), there.getPort())) {
            socket.getOutputStream()
                    .write(
                            ("POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\nauthorization: Bearer "
                                            + acme.key() + "\r\n\r\n{\"model\":")
                                    .getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
        }
    }

    private static JsonNode only(List<JsonNode> events, String cache, int status, String model) {
        var found = events.stream()
                .filter(event -> event.at("/cache/outcome").asText().equals(cache)
                        && event.at("/call/status").asInt() == status
                        && event.at("/call/model").asText().equals(model))
                .toList();
        assertThat(found).as("%s %d %s in %s", cache, status, model, events).hasSize(1);
        return found.getFirst();
    }

    /** All events of the client's tenant, once there are that many; a little later there must not be more. */
    private static List<JsonNode> events(Client client, int count) throws Exception {
        List<JsonNode> events = new ArrayList<>();
        String id = client.key().split("-")[2];
        try (var consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", KafkaTestResource.bootstrap(),
                        "group.id", UUID.randomUUID().toString(),
                        "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.subscribe(List.of("sluice.events"));
            await().atMost(Duration.ofSeconds(20)).until(() -> read(consumer, id, events) >= count);
            read(consumer, id, events);
        }
        assertThat(events).hasSize(count);
        return events;
    }

    private static int read(KafkaConsumer<String, byte[]> consumer, String keyId, List<JsonNode> into)
            throws Exception {
        for (var polled : consumer.poll(Duration.ofMillis(500))) {
            JsonNode event = JSON.readTree(polled.value());
            if (event.at("/origin/keyId").asText().equals(keyId)) {
                into.add(event);
            }
        }
        return into.size();
    }
}
