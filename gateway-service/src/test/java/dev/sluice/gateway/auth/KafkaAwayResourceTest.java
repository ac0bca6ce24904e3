package dev.sluice.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.testing.Client;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A gateway that starts while Kafka is away serves with the keys of its last run, and with those of its configuration. */
@QuarkusTest
@TestProfile(KafkaAwayResourceTest.Away.class)
class KafkaAwayResourceTest {

    private static final ApiKey KEPT = new ApiKey("kept", "sk-sl-kept-0123456789");
    private static final ApiKey CONFIGURED = new ApiKey("fixed", "sk-sl-fixed-0123456789");

    @TestHTTPResource("/")
    String url;

    @Test
    void theKeysOfTheLastRunStillWork() {
        var ready = client("").get("/health/ready");
        var models = client(KEPT.text()).get("/v1/models");
        var status = client(KEPT.text()).get("/system/status");

        assertThat(ready.status()).isEqualTo(200);
        assertThat(models.status()).isEqualTo(200);
        assertThat(status.json().path("tenant").asText()).isEqualTo("acme");
        assertThat(status.json().path("status").asText()).isEqualTo("DEGRADED");
        assertThat(status.json().at("/services/0/details/keys").asText()).isEqualTo("snapshot");
        assertThat(status.json().at("/services/0/details/kafka").asText()).isEqualTo("away");
        assertThat(status.json().path("degraded").toString()).contains("kafka");
    }

    @Test
    void aKeyOfTheConfigurationWorksAndAnUnknownOneDoesNot() {
        assertThat(client(CONFIGURED.text()).get("/v1/models").status()).isEqualTo(200);
        assertThat(client("sk-sl-other-0123456789").get("/v1/models").status()).isEqualTo(401);
    }

    @Test
    void withEverythingAwayTheErrorsSayWhatIs() {
        var task = client(KEPT.text()).post("/background/task", "{}");
        var chat = client(KEPT.text()).chat("local", "hello");

        assertThat(task.status()).isEqualTo(503);
        assertThat(task.json().path("detail").asText()).contains("worker-service");
        assertThat(chat.status()).isEqualTo(502);
        assertThat(chat.header("x-sluice-degraded")).isEqualTo("cache");
    }

    private Client client(String key) {
        return new Client(url.replaceAll("/$", ""), key);
    }

    /** No Kafka, no siblings, but the file of an earlier run. */
    public static final class Away implements QuarkusTestProfile {

        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            Pepper pepper = new Pepper("test-key-pepper-of-no-worth");
            Path data = Path.of("target", "kafka-away-data");
            try {
                Files.createDirectories(data);
                Files.writeString(data.resolve("control.json"), """
                        {"key":{"kept":{"id":"kept","hash":"%s","tenant":"acme","scopes":[],"createdAt":"2026-11-20T00:00:00Z"}}}
                        """.formatted(pepper.hash(KEPT)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            String nowhere = "http://127.0.0.1:1";
            return Map.of(
                    "sluice.kafka.bootstrap",
                    "127.0.0.1:1",
                    "sluice.data.dir",
                    data.toString(),
                    "sluice.peers.cache",
                    nowhere,
                    "sluice.peers.worker",
                    nowhere,
                    "sluice.peers.optimizer",
                    nowhere,
                    "sluice.peers.analytics",
                    nowhere,
                    "sluice.gateway.static-keys.fixed.hash",
                    pepper.hash(CONFIGURED),
                    "sluice.gateway.static-keys.fixed.tenant",
                    "globex");
        }
    }
}
