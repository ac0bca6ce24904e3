package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.testing.Client;
import dev.sluice.gateway.testing.GatewayTest;
import dev.sluice.gateway.testing.Ledger;
import dev.sluice.testkit.Script;
import dev.sluice.testkit.SseReader;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that lose their connection come back for the rest; the upstream is asked once and billed once. */
@QuarkusTest
class ResumeResourceTest extends GatewayTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 11})
    void whoComesBackGetsEveryEventOnceWhereverItWasCut(int seen) {
        upstream.onModel("gpt-resume", Script.words(9).tokenEvery(Duration.ofMillis(60)));
        Client acme = newTenant("resume");
        List<String> data = new ArrayList<>();
        String last = null;
        String stream;
        try (var first = ask(acme, "gpt-resume")) {
            stream = first.header("x-sluice-stream");
            assertThat(stream).isNotBlank();
            for (int i = 0; i < seen; i++) {
                var event = first.nextData();
                data.add(event.data());
                last = event.id();
            }
        }

        try (var again = back(acme, stream, last)) {
            assertThat(again.status()).isEqualTo(200);
            data.addAll(again.readAllData());
        }

        // The role, nine words, the end, and [DONE].
        assertThat(data).hasSize(12).doesNotHaveDuplicates();
        assertThat(data.getLast()).isEqualTo("[DONE]");
        assertThat(upstream.requests()).hasSize(1);
        var ledger = Ledger.of(acme, 1);
        assertThat(ledger.values().iterator().next().at("/usage/outputTokens").asInt())
                .isPositive();
    }

    @Test
    void theSameRequestWithLastEventIdGoesOnInsteadOfAskingAgain() {
        upstream.onModel("gpt-resume-post", Script.words(5).tokenEvery(Duration.ofMillis(60)));
        Client acme = newTenant("resume");
        String last;
        try (var first = ask(acme, "gpt-resume-post")) {
            first.nextData();
            last = first.nextData().id();
        }

        try (var again = SseReader.post(
                base() + "/v1/chat/completions",
                Client.chatBody("gpt-resume-post", "go on", true),
                Map.of("authorization", "Bearer " + acme.key(), "last-event-id", last))) {
            assertThat(again.readAllData()).hasSize(6).endsWith("[DONE]");
        }
        assertThat(upstream.requests()).hasSize(1);
    }

    @Test
    void anotherTenantFindsNothing() {
        upstream.onModel("gpt-resume-mine", Script.words(3));
        String stream;
        try (var mine = ask(newTenant("mine"), "gpt-resume-mine")) {
            stream = mine.header("x-sluice-stream");
            mine.readAll();
        }

        var foreign = newTenant("theirs").get("/v1/streams/" + stream);
        var unknown = newTenant("mine").get("/v1/streams/01890000-0000-7000-8000-000000000000");
        var stranger = new Client(base(), "").get("/v1/streams/" + stream);

        assertThat(foreign.status()).isEqualTo(404);
        assertThat(foreign.json().at("/error/code").asText()).isEqualTo("stream_not_found");
        assertThat(foreign.json().at("/error/message")).isEqualTo(unknown.json().at("/error/message"));
        assertThat(stranger.status()).isEqualTo(401);
    }

    @Test
    void aCutStreamIsCutForWhoComesBackToo() {
        upstream.onModel("gpt-resume-cut", Script.words(20).cutAfterChunks(4));
        Client acme = newTenant("resume");
        String stream;
        try (var first = ask(acme, "gpt-resume-cut")) {
            stream = first.header("x-sluice-stream");
            first.readAll();
        }

        List<String> data;
        try (var again = back(acme, stream, null)) {
            data = again.readAllData();
        }

        assertThat(data).doesNotContain("[DONE]");
        assertThat(data.getLast()).contains("upstream_cut");
    }

    @Test
    void whoDoesNotAskToComeBackGetsTheBytesOfTheUpstreamUntouched() {
        upstream.onModel("gpt-plain", Script.words(3));

        var reply = newTenant("resume").stream("gpt-plain", "hello");

        assertThat(reply.header("x-sluice-stream")).isEmpty();
        assertThat(reply.body()).doesNotContain("id: ");
    }

    @Test
    void aRefusalHasNoStreamToComeBackFor() {
        upstream.onModel("gpt-resume-no", Script.error(400, "no"));

        var reply = newTenant("resume").stream("gpt-resume-no", "hello", "x-sluice-resume", "true");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.header("x-sluice-stream")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "x:1", "01890000-0000-7000-8000-000000000000:1"})
    void anIdOfAnotherStreamIsRefused(String lastEventId) {
        var reply = newTenant("resume")
                .get("/v1/streams/01890000-0000-7000-8000-000000000001", "last-event-id", lastEventId);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().at("/error/code").asText()).isEqualTo("invalid_event_id");
    }

    private SseReader ask(Client client, String model) {
        return SseReader.post(
                base() + "/v1/chat/completions",
                Client.chatBody(model, "go on", true),
                Map.of("authorization", "Bearer " + client.key(), "x-sluice-cache", "off", "x-sluice-resume", "true"));
    }

    private SseReader back(Client client, String stream, @Nullable String lastEventId) {
        Map<String, String> headers = new TreeMap<>(Map.of("authorization", "Bearer " + client.key()));
        if (lastEventId != null) {
            headers.put("last-event-id", lastEventId);
        }
        return SseReader.get(base() + "/v1/streams/" + stream, headers);
    }
}
