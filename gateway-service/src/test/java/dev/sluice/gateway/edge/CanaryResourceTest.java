package dev.sluice.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.gateway.testing.Client;
import dev.sluice.gateway.testing.GatewayTest;
import dev.sluice.testkit.KafkaTestResource;
import dev.sluice.testkit.Received;
import dev.sluice.testkit.Script;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Fifty secrets go in: none comes out where it does not belong. What the caller says may reach the model and what the
 * model says the caller; nothing reaches logs, metrics, events, errors and headers (P7).
 */
@QuarkusTest
class CanaryResourceTest extends GatewayTest {

    private static final String[] CLIENT_HEADERS = {
        "cookie",
        "x-sluice-internal-secret",
        "x-api-token",
        "proxy-authorization",
        "x-forwarded-for",
        "x-amz-security-token"
    };
    private static final String[] UPSTREAM_HEADERS = {
        "set-cookie", "authorization", "x-api-key", "server", "x-internal-host", "www-authenticate"
    };

    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final List<String> canaries = new ArrayList<>();
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord line) {
            logged.add(line.getMessage()
                    + java.util.Arrays.toString(line.getParameters())
                    + line.getThrown()
                    + (line instanceof org.jboss.logmanager.ExtLogRecord more
                            ? more.getFormattedMessage() + more.getMdcCopy()
                            : ""));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        Logger.getLogger("").addHandler(listener);
    }

    @AfterEach
    void hush() {
        Logger.getLogger("").removeHandler(listener);
    }

    @Test
    void noSecretComesOutWhereItDoesNotBelong() throws Exception {
        Client acme = newTenant("canary");
        StringBuilder outside = new StringBuilder();
        String[] models = {"gpt-fine", "gpt-cut", "gpt-refuses", "gpt-garbage", "no-such-model"};
        for (String model : models) {
            String answer = canary("answer");
            Script script = switch (model) {
                case "gpt-cut" -> Script.say(answer + " and more words of it").endAfterChunks(3);
                case "gpt-refuses" -> Script.error(401, "bad key");
                case "gpt-garbage" -> Script.garbage();
                default -> Script.say(answer);
            };
            for (String name : UPSTREAM_HEADERS) {
                script = script.header(name, canary("upstream-" + name));
            }
            upstream.onModel(model, script);
            List<String> headers = new ArrayList<>(List.of("x-sluice-cache", "off"));
            for (String name : CLIENT_HEADERS) {
                headers.add(name);
                headers.add(canary("client-" + name));
            }
            for (boolean stream : new boolean[] {false, true}) {
                var reply = acme.post(
                        "/v1/chat/completions",
                        Client.chatBody(model, canary("prompt"), stream),
                        headers.toArray(String[]::new));
                outside.append(reply.headers().map());
                if (reply.status() != 200) {
                    outside.append(reply.body());
                }
            }
        }
        outside.append(
                acme.post("/v1/chat/completions", "{\"model\":\"" + canary("broken") + "\",", "cookie", canary("c"))
                        .body());
        assertThat(canaries).hasSizeGreaterThan(50);

        String sent = upstream.requests().stream()
                .map(Received::headers)
                .map(String::valueOf)
                .reduce("", String::concat);
        String metrics = new Client(admin(), "").get("/metrics").body();
        String events = events(acme, models.length * 2 + 1);

        List<String> secrets = new ArrayList<>(canaries);
        secrets.add(acme.key());
        assertThat(sent).as("headers to upstreams").doesNotContain(secrets);
        secrets.add("sk-upstream-secret");
        secrets.add("sk-ant-upstream-secret");
        secrets.add("test-internal-secret");
        secrets.add("test-key-pepper-of-no-worth");
        assertThat(outside.toString()).as("headers and errors to the client").doesNotContain(secrets);
        assertThat(String.join("\n", logged)).as("logs").isNotEmpty().doesNotContain(secrets);
        assertThat(metrics).as("metrics").contains("sluice").doesNotContain(secrets);
        assertThat(events).as("events").doesNotContain(secrets);
    }

    private String canary(String of) {
        String one =
                "canary" + canaries.size() + "x" + UUID.randomUUID().toString().replace("-", "") + of.length();
        canaries.add(one);
        return one;
    }

    /** All events of the client's key, once there are that many. */
    private static String events(Client client, int count) {
        List<String> found = new ArrayList<>();
        String id = client.key().split("-")[2];
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        "bootstrap.servers", KafkaTestResource.bootstrap(),
                        "group.id", UUID.randomUUID().toString(),
                        "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.subscribe(List.of("sluice.events"));
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                consumer.poll(Duration.ofMillis(500)).forEach(one -> {
                    String text = new String(one.value(), StandardCharsets.UTF_8);
                    if (text.contains(id)) {
                        found.add(text);
                    }
                });
                return found.size() >= count;
            });
        }
        return String.join("\n", found);
    }
}
