package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.testing.Client;
import dev.sluice.gateway.testing.Client.Reply;
import dev.sluice.gateway.testing.GatewayTest;
import dev.sluice.testkit.Bytes;
import dev.sluice.testkit.Script;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A route of two deployments, the first of which fails in every way upstreams fail. */
@QuarkusTest
class FallbackResourceTest extends GatewayTest {

    private static final String ROLE =
            "data: {\"id\":\"x\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}]}\n\n";

    private final String name = "f" + Long.toString(System.nanoTime(), 36);
    private final String first = "gpt-a-" + name;
    private final String second = "gpt-b-" + name;
    private Client acme;

    @BeforeEach
    void aRouteOfTwo() {
        route("\"openai/" + first + "\",\"openai/" + second + "\"");
        upstream.onModel(second, Script.say("here I am"));
        acme = newTenant("acme");
    }

    private void route(String stages) {
        Reply made = new Client(admin(), "test-admin-key")
                .send("PUT", "/admin/routes/" + name, "{\"stages\":[" + stages + "]}");
        assertThat(made.status()).as(made.body()).isIn(200, 201);
    }

    static Stream<Arguments> failuresBeforeTheFirstByte() {
        return Stream.of(
                Arguments.of("500", Script.error(500)),
                Arguments.of("503", Script.error(503)),
                Arguments.of("529 as Anthropic says overloaded", Script.error(529)),
                Arguments.of("408", Script.error(408)),
                Arguments.of("429 with Retry-After", Script.error(429).retryAfter(30)),
                Arguments.of("429 that forbids retries", Script.error(429).header("x-should-retry", "false")),
                Arguments.of("hangs up before headers", Script.hangUp()),
                Arguments.of("never answers", Script.neverAnswer()),
                Arguments.of("headers, then nothing", Script.words(3).stallAfterChunks(0)),
                Arguments.of("headers, then cut", Script.words(3).cutAfterChunks(0)),
                Arguments.of(
                        "page of another server", Script.raw(List.of(Bytes.utf8("<html>502</html>")), "text/html")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failuresBeforeTheFirstByte")
    void theSecondAnswersADocumentWhenTheFirstFails(String how, Script failure) {
        upstream.onModel(first, failure);

        Reply reply = acme.chat(name, "anybody?");

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.body()).contains("here I am");
        assertThat(reply.header("x-sluice-attempts")).isEqualTo("2");
        assertThat(reply.header("x-sluice-deployment")).isEqualTo("openai/" + second);
    }

    static Stream<Arguments> failuresOfStreams() {
        return Stream.concat(
                failuresBeforeTheFirstByte().filter(a -> !a.get()[0].toString().startsWith("page")),
                Stream.of(
                        Arguments.of("a role, then cut", Script.words(3).cutAfterChunks(1)),
                        Arguments.of("a role, then silence", Script.words(3).stallAfterChunks(1)),
                        Arguments.of(
                                "comments, then silence",
                                Script.raw(": wait\n\n", ": wait\n\n").stallAfterChunks(2)),
                        Arguments.of(
                                "error event first", Script.raw("data: {\"error\":{\"message\":\"overloaded\"}}\n\n")),
                        Arguments.of(
                                "a role, then an error event",
                                Script.raw(ROLE, "data: {\"error\":{\"message\":\"x\"}}\n\n")),
                        Arguments.of("an end and nothing before it", Script.raw("data: [DONE]\n\n")),
                        Arguments.of("an empty body", Script.words(3).endAfterChunks(0)),
                        Arguments.of("garbage", Script.garbage())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failuresOfStreams")
    void theSecondAnswersAStreamWhenTheFirstFails(String how, Script failure) {
        upstream.onModel(first, failure);

        Reply reply = acme.stream(name, "anybody?");

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.body()).contains("here", "[DONE]").doesNotContain("error");
        assertThat(reply.body().split("\"role\":\"assistant\"", -1)).hasSize(2);
        assertThat(reply.header("x-sluice-attempts")).isEqualTo("2");
        assertThat(reply.header("x-sluice-deployment")).isEqualTo("openai/" + second);
    }

    @Test
    void onceAWordIsOutNobodyElseIsAsked() {
        upstream.onModel(first, Script.words(20).cutAfterChunks(4));

        Reply reply = acme.stream(name, "tell me all");

        assertThat(reply.body()).contains("w1", "upstream_cut").doesNotContain("here", "[DONE]");
        assertThat(reply.header("x-sluice-attempts")).isEqualTo("1");
        assertThat(upstream.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 413, 422})
    void whatIsTheClientsFaultIsTheClientsToRead(int status) {
        upstream.onModel(first, Script.error(status, "you did that"));

        Reply reply = acme.chat(name, "hello");

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.body()).contains("you did that");
        assertThat(reply.header("x-sluice-attempts")).isEqualTo("1");
    }

    @Test
    void whenAllFailTheLastOnesAnswerIsHandedOn() {
        upstream.onModel(first, Script.error(500, "first is ill"));
        upstream.onModel(second, Script.error(503, "second is ill").retryAfter(9));

        Reply reply = acme.chat(name, "hello");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.body()).contains("second is ill");
        assertThat(reply.header("retry-after")).isEqualTo("9");
        assertThat(reply.header("x-sluice-attempts")).isEqualTo("2");
    }

    @Test
    void oneWhoCannotBeReachedIsPassedOver() {
        route("\"nowhere/" + first + "\",\"openai/" + second + "\"");

        Reply reply = acme.chat(name, "hello");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("x-sluice-deployment")).isEqualTo("openai/" + second);
    }

    @Test
    void retryAfterIsHonouredByAskingTheOtherAtOnce() {
        upstream.onModel(first, Script.error(429).retryAfter(30));
        acme.chat(name, "one");

        Reply reply = acme.chat(name, "two");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("x-sluice-attempts")).isEqualTo("1");
        assertThat(upstream.requests().stream().filter(r -> r.body().text().contains(first)))
                .hasSize(1);
    }

    @Test
    void whenTheOnlyOneAskedToBeLeftAloneTheClientIsToldToWait() {
        route("\"openai/" + first + "\"");
        upstream.onModel(first, Script.error(429, "slow down").retryAfter(30));
        assertThat(acme.chat(name, "one").body()).contains("slow down");

        Reply reply = acme.chat(name, "two");

        assertThat(reply.status()).isEqualTo(429);
        assertThat(Integer.parseInt(reply.header("retry-after"))).isBetween(25, 30);
        assertThat(reply.json().at("/error/message").asText()).contains("asked to be left alone");
        assertThat(upstream.requests()).hasSize(1);
    }

    @Test
    void aShortRetryAfterOfTheOnlyOneIsWaitedFor() {
        route("\"openai/" + first + "\"");
        upstream.enqueue(Script.error(429).header("retry-after-ms", "50"), Script.say("now then"));

        Reply reply = acme.chat(name, "hello");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).contains("now then");
        assertThat(reply.header("x-sluice-attempts")).isEqualTo("2");
    }

    @Test
    void theSameOneIsAskedAgainWhenThereIsNoOther() {
        route("\"openai/" + first + "\"");
        upstream.enqueue(Script.error(500), Script.error(502), Script.say("third time lucky"));

        Reply reply = acme.chat(name, "hello");

        assertThat(reply.body()).contains("third time lucky");
        assertThat(reply.header("x-sluice-attempts")).isEqualTo("3");
    }

    @Test
    void heartbeatsToTheClientDoNotForbidThatAnotherOneAnswers() {
        upstream.onModel(first, Script.neverAnswer());

        Reply reply = acme.stream(name, "anybody?", "x-sluice-heartbeat", "0.2");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).startsWith(":").contains("here", "[DONE]").doesNotContain("error");
    }

    @Test
    void whenAllFailAfterAHeartbeatTheStreamEndsWithAnErrorEvent() {
        upstream.onModel(first, Script.neverAnswer());
        upstream.onModel(second, Script.error(500, "ill"));

        Reply reply = acme.stream(name, "anybody?", "x-sluice-heartbeat", "0.2");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).startsWith(":").contains("\"error\"").doesNotContain("[DONE]");
    }
}
