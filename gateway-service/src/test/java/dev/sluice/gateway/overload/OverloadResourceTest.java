package dev.sluice.gateway.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.gateway.testing.Client;
import dev.sluice.gateway.testing.GatewayTest;
import dev.sluice.testkit.Script;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A replica with room for ten calls turns the less important away first, and slow senders at last. */
@QuarkusTest
@TestProfile(OverloadResourceTest.Small.class)
class OverloadResourceTest extends GatewayTest {

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<InputStream> open = new ArrayList<>();
    private Client acme;
    private Client important;

    @BeforeEach
    void script() {
        upstream.onModel("gpt-long", Script.words(5_000).tokenEvery(Duration.ofMillis(100)));
        upstream.onModel("gpt-4o-mini", Script.say("fine"));
        acme = newTenant("busy");
        important = withScope();
        await().untilAsserted(() -> assertThat(inFlight()).startsWith("0 of 10"));
    }

    @AfterEach
    void hangUp() throws IOException {
        for (InputStream one : open) {
            one.close();
        }
        http.shutdownNow();
        upstream.awaitIdle();
    }

    @Test
    void theLessACallMattersTheEarlierItIsTurnedAway() throws Exception {
        hold(6);
        assertThat(ask("bulk")).as(() -> "the 7th of " + inFlight()).isEqualTo(200);
        hold(1);
        assertThat(ask("bulk")).as("the 8th").isEqualTo(503);
        assertThat(ask("low")).isEqualTo(200);
        hold(1);
        assertThat(ask("low")).as("the 9th").isEqualTo(503);
        assertThat(ask("normal")).isEqualTo(200);
        hold(1);
        assertThat(ask("normal")).as("the 10th").isEqualTo(503);
        assertThat(ask("high")).isEqualTo(503);
        assertThat(ask("critical")).as("without the scope").isEqualTo(503);

        assertThat(important
                        .chat("gpt-4o-mini", "now", "x-sluice-cache", "off", "x-sluice-priority", "critical")
                        .status())
                .as("with the scope")
                .isEqualTo(200);
    }

    @Test
    void whoIsTurnedAwayLearnsWhyAndWhenAndTheUpstreamHearsNothing() throws Exception {
        hold(9);
        int before = upstream.requests().size();

        var refused = acme.chat("gpt-4o-mini", "hello", "x-sluice-priority", "bulk");

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("retry-after")).isEqualTo("15");
        assertThat(refused.json().at("/error/code").asText()).isEqualTo("overloaded");
        assertThat(refused.json().at("/error/message").asText()).contains("bulk");
        assertThat(upstream.requests()).hasSize(before);
        assertThat(new Client(base(), "").chat("gpt-4o-mini", "hello").status())
                .as("even before the key is looked at")
                .isEqualTo(503);
        assertThat(acme.get("/system/status").json().path("degraded").toString())
                .contains("overload");
        assertThat(new Client(admin(), "").get("/metrics").body())
                .contains("sluice_gateway_overload_shed_total{priority=\"bulk\"}");
    }

    @Test
    void aPlaceIsFreeAgainWhenItsCallIsOverHoweverItEnds() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(acme.chat("no-such-model", "x").status()).isEqualTo(404);
            assertThat(new Client(base(), "sk-sl-no-0123456789").chat("x", "x").status())
                    .isEqualTo(401);
            assertThat(ask("normal")).isEqualTo(200);
        }
        assertThat(inFlight()).startsWith("0 of 10");
    }

    @Test
    void aClientThatSendsItsBodyTooSlowlyIsLetGo() throws Exception {
        try (Socket slow = announce(1_000)) {
            String answer = new String(slow.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 408").contains("request_timeout");
        }
        await().untilAsserted(() -> assertThat(inFlight()).startsWith("0 of 10"));
    }

    @Test
    void aWordThatIsNoPriorityIsRefused() {
        var refused = acme.chat("gpt-4o-mini", "hello", "x-sluice-priority", "urgent");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().at("/error/message").asText()).contains("critical, high, normal, low or bulk");
    }

    private int ask(String priority) {
        return acme.chat("gpt-4o-mini", "hello", "x-sluice-cache", "off", "x-sluice-priority", priority)
                .status();
    }

    private String inFlight() {
        return acme.get("/system/status")
                .json()
                .at("/services/0/details/admission")
                .asText();
    }

    /** Opens that many streams that go on until the test is over. */
    private void hold(int calls) throws Exception {
        for (int i = 0; i < calls; i++) {
            var request = important.request(
                    "POST",
                    "/v1/chat/completions",
                    Client.chatBody("gpt-long", "talk", true),
                    "x-sluice-cache",
                    "off",
                    "x-sluice-priority",
                    "critical");
            var answer = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body().read()).isPositive();
            open.add(answer.body());
        }
    }

    private Client withScope() {
        var made = new Client(admin(), "test-admin-key")
                .post("/admin/keys", "{\"tenant\":\"important\",\"scopes\":[\"priority:critical\",\"*\"]}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return new Client(base(), made.json().path("key").asText());
    }

    /** A request that announces more than it sends. */
    private Socket announce(int length) throws IOException {
        URI there = URI.create(base());
        var socket = new Socket(there.getHost(), there.getPort());
        socket.getOutputStream()
                .write(("POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: " + length
                                + "\r\nauthorization: Bearer " + acme.key() + "\r\n\r\n{\"model\":")
                        .getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    /** Room for ten calls, and two seconds of patience. */
    public static final class Small implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "sluice.gateway.overload.in-flight", "10",
                    "sluice.gateway.edge.body-patience", "2s",
                    "sluice.data.dir", "target/overload-data");
        }
    }
}
