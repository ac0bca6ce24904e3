package dev.sluice.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.gateway.testing.Client;
import dev.sluice.gateway.testing.GatewayTest;
import dev.sluice.kit.kafka.KafkaClients;
import dev.sluice.kit.kafka.TopicBootstrap;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each replica follows the topic by itself: what one changes holds on all of them within five seconds. */
@QuarkusTest
class ReplicasResourceTest extends GatewayTest {

    @Inject
    KafkaClients clients;

    @Inject
    TopicBootstrap topics;

    @Inject
    ObjectMapper json;

    @TempDir
    Path folder;

    @Test
    void aKeyThatIsRevokedHereIsRevokedThereWithinFiveSeconds() {
        var chief = new Client(admin(), "test-admin-key");
        var other = new Keys();
        var replica = replica(other);
        try {
            String id = chief.post("/admin/keys", "{\"tenant\":\"acme\"}")
                    .json()
                    .path("id")
                    .asText();
            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThat(other.known).containsKey(id));

            chief.send("DELETE", "/admin/keys/" + id, "");

            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThat(other.known).doesNotContainKey(id));
        } finally {
            replica.stop(null);
        }
        // And a replica that starts while Kafka is away begins with what this one wrote down.
        assertThat(new SnapshotFile(() -> folder, json).read().orElseThrow().of("key"))
                .containsOnlyKeys(other.known.keySet());
    }

    private ControlReader replica(ControlPart part) {
        var reader = new ControlReader(
                clients,
                topics,
                new ControlState(List.of(part)),
                new SnapshotFile(() -> folder, json),
                new Progress(),
                json);
        reader.start(null);
        return reader;
    }

    private static final class Keys implements ControlPart {

        private volatile Map<String, byte[]> known = Map.of();

        @Override
        public String kind() {
            return "key";
        }

        @Override
        public void replace(Map<String, byte[]> records) {
            known = records;
        }
    }
}
