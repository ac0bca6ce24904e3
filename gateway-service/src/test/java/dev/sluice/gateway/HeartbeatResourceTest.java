package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.testing.Client;
import dev.sluice.gateway.testing.GatewayTest;
import dev.sluice.testkit.Bytes;
import dev.sluice.testkit.Script;
import dev.sluice.testkit.SseEvent;
import dev.sluice.testkit.SseReader;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that wait for a stream hear that it lives; those that take nothing are let go. */
@QuarkusTest
class HeartbeatResourceTest extends GatewayTest {

    /** Far more than the buffers of two connections hold: 48 MB. */
    private static final int MANY = 1_000;

    @Test
    void aClientThatWaitsHearsCommentsBeforeTheFirstTokenAndInTheMiddle() {
        upstream.onModel(
                "gpt-thinks",
                Script.say("now then").firstTokenAfter(Duration.ofMillis(900)).tokenEvery(Duration.ofMillis(500)));

        List<SseEvent> all = stream("gpt-thinks", "0.2").readAll();

        int first = firstData(all);
        assertThat(first).isPositive();
        assertThat(all.subList(0, first)).allMatch(HeartbeatResourceTest::isComment);
        assertThat(all.subList(first, all.size())).anyMatch(HeartbeatResourceTest::isComment);
        assertThat(all.getLast().data()).isEqualTo("[DONE]");
    }

    @Test
    void aRefusalThatComesBeforeTheFirstCommentKeepsItsStatus() {
        upstream.onModel("gpt-limited", Script.error(429, "slow down, please").retryAfter(7));

        try (var reader = stream("gpt-limited", "5")) {
            assertThat(reader.status()).isEqualTo(429);
            assertThat(reader.header("retry-after")).isEqualTo("7");
        }
    }

    @Test
    void aRefusalThatComesAfterACommentIsAnErrorEvent() {
        upstream.onModel("gpt-late", Script.error(503, "no room after all").headersAfter(Duration.ofMillis(600)));

        try (var reader = stream("gpt-late", "0.2")) {
            List<String> data = reader.readAllData();

            assertThat(reader.status()).isEqualTo(200);
            assertThat(reader.header("content-type")).startsWith("text/event-stream");
            assertThat(data).hasSize(1);
            assertThat(data.getFirst()).contains("no room after all").startsWith("{\"error\"");
        }
    }

    @Test
    void anUpstreamThatNeverAnswersIsAnErrorEventForAClientThatWasKeptWaiting() {
        upstream.onModel("gpt-silent", Script.neverAnswer());

        try (var reader = stream("gpt-silent", "0.5")) {
            List<String> data = reader.readAllData();

            assertThat(data).hasSize(1);
            assertThat(data.getFirst()).contains("upstream_timeout");
            assertThat(reader.endedCleanly()).isTrue();
        }
    }

    @Test
    void aDocumentInsteadOfAStreamIsAnErrorEventAfterComments() {
        upstream.onModel(
                "gpt-doc",
                Script.raw(List.of(Bytes.utf8("{\"choices\":[]}")), "application/json")
                        .headersAfter(Duration.ofMillis(500)));

        List<String> data = stream("gpt-doc", "0.2").readAllData();

        assertThat(data).hasSize(1);
        assertThat(data.getFirst()).contains("upstream_no_stream");
    }

    @Test
    void whoWantsNoCommentsGetsNone() {
        upstream.onModel("gpt-quiet", Script.say("hm").firstTokenAfter(Duration.ofMillis(400)));

        List<SseEvent> all = stream("gpt-quiet", "off").readAll();

        assertThat(all).noneMatch(HeartbeatResourceTest::isComment);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.09", "301", "soon", "-1", "1e999999999", ""})
    void anotherHeartbeatIsRefused(String value) {
        var reply = newTenant("acme").stream("gpt-4o-mini", "hi", "x-sluice-heartbeat", value);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().at("/error/message").asText()).contains("0.1 to 300");
    }

    @Test
    void aClientThatTakesNothingIsDisconnectedAndTheUpstreamCancelled() throws IOException {
        String chunk = "data: {\"choices\":[{\"delta\":{\"content\":\"" + "x".repeat(48_000) + "\"}}]}\n\n";
        upstream.onModel("gpt-flood", Script.raw(Collections.nCopies(MANY, Bytes.utf8(chunk)), null));
        URI there = URI.create(base());
        byte[] body = Client.chatBody("gpt-flood", "all of it", true).getBytes(StandardCharsets.UTF_8);
        try (var socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress(there.getHost(), there.getPort()));
            socket.getOutputStream()
                    .write(("POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
                                    + "x-sluice-cache: off\r\nauthorization: Bearer "
                                    + newTenant("acme").key() + "\r\ncontent-length: " + body.length + "\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().write(body);
            socket.getOutputStream().flush();

            assertThat(upstream.awaitCancelled(1)).hasSize(1);
            assertThat(rest(socket.getInputStream())).isLessThan(MANY * 48_000L);
        }
    }

    private static long rest(InputStream in) {
        byte[] buffer = new byte[64 * 1024];
        long all = 0;
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                all += n;
            }
        } catch (IOException disconnected) {
            return all;
        }
        return all;
    }

    private SseReader stream(String model, String heartbeat) {
        return SseReader.post(
                base() + "/v1/chat/completions",
                Client.chatBody(model, "hello?", true),
                Map.of(
                        "authorization",
                        "Bearer " + newTenant("acme").key(),
                        "x-sluice-cache",
                        "off",
                        "x-sluice-heartbeat",
                        heartbeat));
    }

    private static int firstData(List<SseEvent> all) {
        int i = 0;
        while (all.get(i).data() == null) {
            i++;
        }
        return i;
    }

    private static boolean isComment(SseEvent event) {
        return event.data() == null;
    }
}
