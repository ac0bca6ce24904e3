package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class ScriptedUpstreamTest {

    private static ScriptedUpstream upstream;

    @BeforeAll
    static void start() {
        upstream = ScriptedUpstream.start();
    }

    @AfterAll
    static void stop() {
        upstream.close();
    }

    @BeforeEach
    void forget() {
        upstream.awaitIdle();
        upstream.reset();
    }

    private static String chat(String text, boolean stream) {
        return """
                {"model":"gpt-4o-mini","stream":%s,"stream_options":{"include_usage":true},"messages":[\
                {"role":"system","content":"Be short."},{"role":"user","content":"%s"}]}""".formatted(stream, text.replace("\"", "\\\""));
    }

    private static SseReader ask(String text, boolean stream) {
        return SseReader.post(upstream.openAiUrl() + "/chat/completions", chat(text, stream));
    }

    @Nested
    class Dialects {

        @Test
        void echoesThePlainChatWithUsage() throws Exception {
            try (var answer = ask("hello there", false)) {
                var json = Asked.JSON.readTree(answer.body());

                assertThat(answer.status()).isEqualTo(200);
                assertThat(json.at("/choices/0/message/content").asText()).isEqualTo("You said: hello there");
                assertThat(json.at("/usage/total_tokens").asInt())
                        .isEqualTo(json.at("/usage/prompt_tokens").asInt() + 4);
            }
        }

        @Test
        void streamsTheSameWordsThenUsageThenDone() throws Exception {
            try (var answer = ask("hello there", true)) {
                List<String> data = answer.readAllData();

                var text = new StringBuilder();
                for (String one : data.subList(0, data.size() - 1)) {
                    text.append(Asked.JSON
                            .readTree(one)
                            .at("/choices/0/delta/content")
                            .asText(""));
                }
                assertThat(text).hasToString("You said: hello there");
                assertThat(data.getLast()).isEqualTo("[DONE]");
                assertThat(data.get(data.size() - 2)).contains("\"choices\":[]", "\"completion_tokens\":4");
                assertThat(answer.endedCleanly()).isTrue();
            }
        }

        @Test
        void streamsAnthropicEventsInTheirOrder() {
            String body = "{\"model\":\"claude\",\"stream\":true,\"max_tokens\":9,"
                    + "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"hi\"}]}]}";
            try (var answer = SseReader.post(upstream.url() + "/v1/messages", body)) {
                List<SseEvent> events = answer.readAll();

                assertThat(events.stream().map(SseEvent::event).distinct())
                        .containsExactly(
                                "message_start",
                                "content_block_start",
                                "ping",
                                "content_block_delta",
                                "content_block_stop",
                                "message_delta",
                                "message_stop");
                assertThat(answer.body()).contains("\"text\":\"hi\"", "\"stop_reason\":\"end_turn\"");
            }
        }

        @Test
        void embedsEqualTextEqually() throws Exception {
            try (var answer = SseReader.post(
                    upstream.openAiUrl() + "/embeddings",
                    "{\"model\":\"m\",\"input\":[\"a b\",\"a b\",\"c\"],\"dimensions\":8}")) {
                var data = Asked.JSON.readTree(answer.body()).path("data");

                assertThat(data).hasSize(3);
                assertThat(data.get(0).path("embedding")).hasSize(8);
                assertThat(data.get(0).path("embedding"))
                        .isEqualTo(data.get(1).path("embedding"))
                        .isNotEqualTo(data.get(2).path("embedding"));
            }
        }

        @Test
        void listsModelsAndModeratesAndRefusesOtherPaths() {
            try (var models = SseReader.get(upstream.openAiUrl() + "/models", Map.of());
                    var moderation = SseReader.post(upstream.openAiUrl() + "/moderations", "{\"input\":\"kill it\"}");
                    var other = SseReader.post(upstream.openAiUrl() + "/nothing", "{}");
                    var broken = SseReader.post(upstream.openAiUrl() + "/chat/completions", "{\"model\":")) {
                assertThat(models.body()).contains("gpt-4o-mini");
                assertThat(moderation.body()).contains("\"flagged\":true");
                assertThat(other.status()).isEqualTo(404);
                assertThat(broken.status()).isEqualTo(400);
                assertThat(broken.body()).contains("invalid_request_error");
            }
        }
    }

    @Nested
    class Choosing {

        @Test
        void takesQueuedScriptsInOrderAndThenEchoesAgain() {
            upstream.enqueue(
                    Script.error(429).retryAfter(7), Script.say("second").times(2));

            try (var first = ask("x", false);
                    var second = ask("x", false);
                    var third = ask("x", false);
                    var fourth = ask("x", false)) {
                assertThat(first.status()).isEqualTo(429);
                assertThat(first.header("retry-after")).isEqualTo("7");
                assertThat(first.body()).contains("rate_limit_error");
                assertThat(second.body()).contains("\"second\"");
                assertThat(third.body()).contains("\"second\"");
                assertThat(fourth.body()).contains("You said: x");
            }
        }

        @Test
        void prefersTheHeaderThenTheMarkerThenTheModel() {
            upstream.onModel("gpt-4o-mini", Script.say("by model"));
            upstream.enqueue(Script.say("queued"));

            try (var byModel = ask("x", false);
                    var byMarker = ask("x " + Script.error(503).toMarker(), false);
                    var byHeader = SseReader.post(
                            upstream.openAiUrl() + "/chat/completions",
                            chat("x", false),
                            Map.of("x-script", Script.say("by header é").toJson()))) {
                assertThat(byModel.body()).contains("by model");
                assertThat(byMarker.status()).isEqualTo(503);
                assertThat(byHeader.body()).contains("by header é");
                assertThat(upstream.queued()).isEqualTo(1);
            }
        }

        @Test
        void answersAScriptNobodyUnderstandsWithTheReason() {
            try (var answer = ask("[[script:{\"statsu\":1}]]", false)) {
                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.body()).contains("statsu");
            }
        }
    }

    @Nested
    class Misbehaving {

        @RepeatedTest(10)
        void cutsTheSocketAfterChunks() {
            upstream.enqueue(Script.words(20).cutAfterChunks(3));

            try (var answer = ask("x", true)) {
                assertThat(answer.readAll()).hasSize(3);
                assertThat(answer.failure()).isNotNull();
            }
        }

        @Test
        void cutsTheSocketAfterBytes() {
            upstream.enqueue(Script.echo().cutAfterBytes(10));

            try (var answer = ask("x", false)) {
                assertThat(answer.bodyBytes()).hasSize(10);
                assertThat(answer.endedCleanly()).isFalse();
            }
        }

        @Test
        void endsInOrderWithoutTheTerminalEvents() {
            upstream.enqueue(Script.words(20).endAfterChunks(3));

            try (var answer = ask("x", true)) {
                assertThat(answer.readAllData()).hasSize(3).doesNotContain("[DONE]");
                assertThat(answer.endedCleanly()).isTrue();
            }
        }

        @Test
        void hangsUpWithoutAHeader() {
            upstream.enqueue(Script.hangUp().times(3));

            assertThat(catchThrowable(() -> ask("x", false))).isInstanceOf(UncheckedIOException.class);
        }

        @Test
        void neverAnswersAndSeesTheClientLeave() {
            upstream.enqueue(Script.neverAnswer());
            var request = HttpRequest.newBuilder(URI.create(upstream.openAiUrl() + "/chat/completions"))
                    .timeout(Duration.ofMillis(300))
                    .POST(HttpRequest.BodyPublishers.ofString(chat("x", false)))
                    .build();

            try (var client = HttpClient.newHttpClient()) {
                assertThat(catchThrowable(() -> client.send(request, HttpResponse.BodyHandlers.ofString())))
                        .isInstanceOf(HttpTimeoutException.class);
            }
            assertThat(upstream.awaitCancelled(1).getFirst().chunks()).isZero();
        }

        @Test
        void recordsAClientThatLeavesInTheMiddle() {
            upstream.enqueue(Script.words(1000).tokenEvery(Duration.ofMillis(20)));

            try (var answer = ask("x", true)) {
                assertThat(answer.next()).isNotNull();
                assertThat(answer.next()).isNotNull();
            }

            Cancelled left = upstream.awaitCancelled(1).getFirst();
            assertThat(left.chunks()).isBetween(2, 999);
            assertThat(left.request().path()).isEqualTo("/v1/chat/completions");
            assertThat(upstream.inFlight()).isZero();
        }

        @Test
        void stallsUntilTheClientLeaves() {
            upstream.enqueue(Script.words(20).stallAfterChunks(2));

            try (var answer = ask("x", true).deadline(Duration.ofMillis(400))) {
                assertThat(answer.next()).isNotNull();
                assertThat(answer.next()).isNotNull();
                assertThat(catchThrowable(answer::next)).isInstanceOf(AssertionError.class);
            }
            assertThat(upstream.awaitCancelled(1).getFirst().chunks()).isEqualTo(2);
        }

        @Test
        void waitsBeforeHeadersFirstTokenAndEachFurtherOne() {
            Duration each = Duration.ofMillis(60);
            upstream.enqueue(
                    Script.say("a b").headersAfter(each).firstTokenAfter(each).tokenEvery(each));

            try (var answer = ask("x", true)) {
                List<SseEvent> events = answer.readAll();

                long least = each.minusMillis(5).toNanos();
                assertThat(answer.headersNanos() - answer.sentNanos()).isGreaterThan(least);
                assertThat(events.getFirst().arrivedNanos() - answer.sentNanos())
                        .isGreaterThan(2 * least);
                assertThat(events.getLast().arrivedNanos() - answer.sentNanos()).isGreaterThan(4 * least);
            }
        }

        @Test
        void sendsGzipThatCanBeReadAgain() throws Exception {
            upstream.enqueue(Script.say("packed").compressed());

            try (var answer = ask("x", false)) {
                assertThat(answer.header("content-encoding")).isEqualTo("gzip");
                var plain = new GZIPInputStream(new ByteArrayInputStream(answer.bodyBytes()));
                assertThat(new String(plain.readAllBytes(), StandardCharsets.UTF_8))
                        .contains("\"packed\"");
            }
        }

        @Test
        void writesOddButValidJsonAndEvents() throws Exception {
            upstream.enqueue(Script.say("one two three").oddly().times(2));

            try (var plain = ask("x", false);
                    var stream = ask("x", true)) {
                var json = Asked.JSON.readTree(plain.body());
                assertThat(json.at("/choices/0/message/content").asText()).isEqualTo("one two three");
                assertThat(json.at("/x_unknown/number").asDouble()).isEqualTo(1500);
                List<String> data = stream.readAllData();
                assertThat(data.getLast()).isEqualTo("[DONE]");
                for (String one : data.subList(0, data.size() - 1)) {
                    assertThat(Asked.JSON.readTree(one).path("object").asText()).isEqualTo("chat.completion.chunk");
                }
                assertThat(stream.body()).contains("\r\n", ": keep-alive", "retry: 3000");
            }
        }

        @Test
        void sendsRawChunksAsTheyAre() {
            upstream.enqueue(Script.raw("data: x\r\n\r\n", "half"), Script.garbage());

            try (var raw = ask("x", true);
                    var garbage = ask("x", true)) {
                assertThat(raw.body()).isEqualTo("data: x\r\n\r\nhalf");
                assertThat(raw.header("content-type")).startsWith("text/event-stream");
                assertThat(garbage.bodyBytes()).contains((byte) 0xfe, (byte) 0);
            }
        }
    }

    @Test
    void keepsEachRequestByteForByte() {
        String body = "{ \"messages\" : [ ],\t\"x\": 1.50 }";

        try (var answer = SseReader.post(
                upstream.openAiUrl() + "/chat/completions?a=b", body, Map.of("Authorization", "Bearer k"))) {
            assertThat(answer.status()).isEqualTo(200);
        }

        Received received = upstream.lastRequest();
        assertThat(received.body()).isEqualTo(Bytes.utf8(body));
        assertThat(received.header("authorization")).isEqualTo("Bearer k");
        assertThat(received.query()).isEqualTo("a=b");
    }
}
