package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.gateway.testing.Client;
import dev.sluice.gateway.testing.GatewayTest;
import dev.sluice.testkit.Script;
import dev.sluice.testkit.SseReader;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Equal calls at the same time are one call to the upstream, and nobody suffers for another one. */
@QuarkusTest
class JoinResourceTest extends GatewayTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    /** Held until the test lets it go on: whoever asks meanwhile joins. */
    private static final Script SLOW = Script.words(30);

    private static final String CHAT = "/v1/chat/completions";

    @Inject
    MeterRegistry meters;

    private long joinedBefore;

    private SseReader streams(Client client, String model, String question, String... more) {
        String body = Client.chatBody(model, question, true);
        return SseReader.post(
                        base() + CHAT,
                        more.length == 0 ? body : body.replaceFirst("\\{", "{" + more[0] + ","),
                        Map.of("authorization", "Bearer " + client.key(), "content-type", "application/json"))
                .deadline(Duration.ofSeconds(30));
    }

    /** A model that is asked once and patiently, however busy the machine is. */
    private String model(String name, Script script) {
        upstream.onModel(name, script).hold();
        var made = new Client(admin(), "test-admin-key").send("PUT", "/admin/routes/" + name, """
                        {"stages":["openai/%s"],"timeouts":{"firstToken":"60s","stall":"60s","total":"120s"}}
                        """.formatted(name));
        assertThat(made.status()).as(made.body()).isBetween(200, 201);
        return name;
    }

    /** How many calls joined another one, in this test. */
    private long joined() {
        return (long) meters.get("sluice.gateway.join.joined").counter().count() - joinedBefore;
    }

    /** Answers that are finished although their first client has left. */
    private long detached() {
        return (long) meters.get("sluice.gateway.streams.detached").gauge().value();
    }

    @BeforeEach
    void count() {
        joinedBefore = (long) meters.get("sluice.gateway.join.joined").counter().count();
    }

    private long asked(String model) {
        return upstream.requests().stream()
                .filter(request -> request.body().text().contains("\"" + model + "\""))
                .count();
    }

    private static List<CompletableFuture<HttpResponse<String>>> all(
            HttpClient http, Client client, int count, String body) {
        List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            HttpRequest patient = HttpRequest.newBuilder(client.request("POST", CHAT, body), (name, value) -> true)
                    .timeout(Duration.ofSeconds(120))
                    .build();
            asked.add(http.sendAsync(patient, HttpResponse.BodyHandlers.ofString()));
        }
        return asked;
    }

    private static String header(HttpResponse<String> reply, String name) {
        return reply.headers().firstValue(name).orElse("");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aThousandWhoWaitAreOneCall(boolean stream) throws Exception {
        String model = "gpt-thousand-" + stream;
        model(model, stream ? SLOW : Script.say("one for all"));
        var acme = newTenant("acme");
        try (var http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var asked = all(http, acme, 1_000, Client.chatBody(model, "What is it all about?", stream));
            await().atMost(Duration.ofSeconds(100)).until(() -> joined() >= 999);
            upstream.release();

            List<HttpResponse<String>> replies = new ArrayList<>();
            for (var one : asked) {
                replies.add(one.get(120, TimeUnit.SECONDS));
            }

            assertThat(asked(model)).isEqualTo(1);
            assertThat(replies)
                    .allSatisfy(reply -> assertThat(reply.statusCode()).isEqualTo(200));
            var outcomes = replies.stream()
                    .collect(Collectors.groupingBy(reply -> header(reply, "x-cache"), Collectors.counting()));
            assertThat(outcomes).isEqualTo(Map.of("MISS", 1L, "JOINED", 999L));
            assertThat(replies.stream().map(reply -> stream ? words(reply.body()) : reply.body()))
                    .as("all got the same")
                    .hasSize(1_000)
                    .allSatisfy(body -> assertThat(body)
                            .isEqualTo(
                                    stream
                                            ? words(replies.getFirst().body())
                                            : replies.getFirst().body()));
        }
    }

    /** What a stream says, whatever its chunks; and that it is complete. */
    private static String words(String events) {
        assertThat(events).endsWith("data: [DONE]\n\n");
        return events.lines()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> line.replaceAll(".*\"content\":\"([^\"]*)\".*", "$1"))
                .filter(word -> !word.startsWith("data:"))
                .collect(Collectors.joining());
    }

    @Test
    void whoJoinsLateGetsTheBeginningAndThenEachWordAsItComes() {
        model("gpt-late", SLOW);
        var acme = newTenant("acme");
        try (var leader = streams(acme, "gpt-late", "Tell me all of it.")) {
            for (int i = 0; i < 5; i++) {
                assertThat(leader.nextData()).isNotNull();
            }
            try (var follower = streams(acme, "gpt-late", "please tell me all of it")) {
                assertThat(follower.header("x-cache")).isEqualTo("JOINED");
                assertThat(follower.nextData()).isNotNull();
                assertThat(upstream.inFlight()).as("it is not over yet").isPositive();

                upstream.release();
                follower.readAll();
                leader.readAll();
                assertThat(words(follower.body())).isEqualTo(words(leader.body()));
                assertThat(follower.body()).isEqualTo(leader.body());
            }
        }
        assertThat(asked("gpt-late")).isEqualTo(1);
    }

    @Test
    void aDocumentIsMadeOfAStreamThatIsJoinedAndNothingIsPaidForIt() throws Exception {
        model("gpt-4o-mini-mixed", SLOW);
        var acme = newTenant("acme");
        try (var leader = streams(acme, "gpt-4o-mini-mixed", "Both, please?")) {
            assertThat(leader.nextData()).isNotNull();

            var waiting = CompletableFuture.supplyAsync(() -> acme.chat("gpt-4o-mini-mixed", "Both, please?"));
            await().atMost(SOON).until(() -> joined() == 1);
            upstream.release();
            var document = waiting.get(30, TimeUnit.SECONDS);

            assertThat(document.header("x-cache")).isEqualTo("JOINED");
            assertThat(document.header("x-sluice-cost")).isEqualTo("0");
            leader.readAll();
            assertThat(document.json().at("/choices/0/message/content").asText())
                    .isEqualTo(words(leader.body()));
            assertThat(document.json().at("/usage/completion_tokens").asInt()).isEqualTo(30);
        }
        assertThat(asked("gpt-4o-mini-mixed")).isEqualTo(1);
    }

    @Test
    void aStreamIsMadeOfADocumentThatIsJoined() throws Exception {
        model("gpt-doc-first", Script.say("in one piece"));
        var acme = newTenant("acme");
        try (var http = HttpClient.newHttpClient()) {
            var document = http.sendAsync(
                    acme.request("POST", CHAT, Client.chatBody("gpt-doc-first", "As a whole?", false)),
                    HttpResponse.BodyHandlers.ofString());
            upstream.awaitRequests(1);

            var waiting = CompletableFuture.supplyAsync(() -> acme.stream("gpt-doc-first", "As a whole?"));
            await().atMost(SOON).until(() -> joined() == 1);
            upstream.release();
            var stream = waiting.get(30, TimeUnit.SECONDS);

            assertThat(stream.header("x-cache")).isEqualTo("JOINED");
            assertThat(words(stream.body())).isEqualTo("in one piece");
            assertThat(document.get(30, TimeUnit.SECONDS).body()).contains("in one piece");
        }
        assertThat(asked("gpt-doc-first")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"true, false", "false, true"})
    void eachStreamEndsWithItsUsageAsItWasAsked(boolean leads, boolean follows) {
        String model = "gpt-usage-" + leads;
        model(model, SLOW);
        var acme = newTenant("acme");
        String wish = "\"stream_options\":{\"include_usage\":true}";
        try (var leader = leads ? streams(acme, model, "Count?", wish) : streams(acme, model, "Count?")) {
            assertThat(leader.nextData()).isNotNull();
            try (var follower = follows ? streams(acme, model, "Count?", wish) : streams(acme, model, "Count?")) {
                assertThat(follower.header("x-cache")).isEqualTo("JOINED");
                upstream.release();
                follower.readAll();
                leader.readAll();

                assertThat(words(follower.body())).isEqualTo(words(leader.body()));
                assertThat(follower.body().contains("\"completion_tokens\":30")).isEqualTo(follows);
                assertThat(leader.body().contains("\"completion_tokens\":30")).isEqualTo(leads);
            }
        }
        assertThat(asked(model)).isEqualTo(1);
    }

    @Test
    void whenTheFirstOneLeavesTheOthersGetTheirAnswerAllTheSame() {
        model("gpt-leaves", SLOW);
        var acme = newTenant("acme");
        var leader = streams(acme, "gpt-leaves", "Are you there?");
        assertThat(leader.nextData()).isNotNull();
        try (var follower = streams(acme, "gpt-leaves", "Are you there?")) {
            assertThat(follower.nextData()).isNotNull();

            leader.close();
            await().atMost(SOON).until(() -> detached() == 1);
            upstream.release();
            follower.readAll();

            assertThat(follower.header("x-cache")).isEqualTo("JOINED");
            assertThat(words(follower.body())).endsWith("w30");
        }
        assertThat(asked("gpt-leaves")).isEqualTo(1);
        assertThat(upstream.cancelled()).isEmpty();
        assertThat(acme.chat("gpt-leaves", "Are you there?").header("x-cache")).isEqualTo("HIT");
    }

    @Test
    void whenTheLastOneLeavesTheUpstreamIsTold() {
        model("gpt-all-leave", SLOW);
        var acme = newTenant("acme");
        var leader = streams(acme, "gpt-all-leave", "Anybody?");
        assertThat(leader.nextData()).isNotNull();
        var follower = streams(acme, "gpt-all-leave", "Anybody?");
        assertThat(follower.nextData()).isNotNull();

        leader.close();
        follower.close();

        upstream.awaitCancelled(1);
        upstream.release();
        var next = acme.stream("gpt-all-leave", "Anybody?");
        assertThat(next.header("x-cache")).isEqualTo("MISS");
    }

    @Test
    void aFollowerThatLeavesHarmsNobody() {
        model("gpt-one-leaves", SLOW);
        var acme = newTenant("acme");
        try (var leader = streams(acme, "gpt-one-leaves", "Still there?")) {
            assertThat(leader.nextData()).isNotNull();
            try (var stays = streams(acme, "gpt-one-leaves", "Still there?")) {
                var leaves = streams(acme, "gpt-one-leaves", "Still there?");
                assertThat(leaves.nextData()).isNotNull();

                leaves.close();

                upstream.release();
                stays.readAll();
                leader.readAll();
                assertThat(words(stays.body())).isEqualTo(words(leader.body()));
            }
        }
        assertThat(asked("gpt-one-leaves")).isEqualTo(1);
    }

    @Test
    void whatWasCutIsAnErrorForThoseWhoGotPartOfIt() {
        model("gpt-join-cut", Script.words(50).cutAfterChunks(25));
        var acme = newTenant("acme");
        try (var leader = streams(acme, "gpt-join-cut", "All of it?")) {
            assertThat(leader.nextData()).isNotNull();
            try (var follower = streams(acme, "gpt-join-cut", "All of it?")) {
                assertThat(follower.header("x-cache")).isEqualTo("JOINED");
                upstream.release();
                follower.readAll();
                leader.readAll();

                for (String body : List.of(leader.body(), follower.body())) {
                    assertThat(body).contains("w20", "upstream_cut").doesNotContain("[DONE]");
                }
            }
        }
        assertThat(asked("gpt-join-cut")).isEqualTo(1);
    }

    @Test
    void aFailureIsNotSharedOneOfTheOthersAsksInstead() throws Exception {
        model("gpt-fails-once", Script.error(400, "no"));
        var acme = newTenant("acme");
        String body = Client.chatBody("gpt-fails-once", "Will you?", false);
        try (var http = HttpClient.newHttpClient()) {
            var leader = http.sendAsync(acme.request("POST", CHAT, body), HttpResponse.BodyHandlers.ofString());
            upstream.awaitRequests(1);
            var followers = all(http, acme, 20, body);
            await().atMost(SOON).until(() -> joined() == 20);

            upstream.onModel("gpt-fails-once", Script.say("yes"));
            upstream.release();
            assertThat(leader.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(400);
            for (var follower : followers) {
                var reply = follower.get(30, TimeUnit.SECONDS);
                assertThat(reply.statusCode()).isEqualTo(200);
                assertThat(reply.body()).contains("yes");
            }
        }
        assertThat(asked("gpt-fails-once")).isEqualTo(2);
    }

    @Test
    void whoWantsAnAnswerOfItsOwnGetsOne() throws Exception {
        model("gpt-own", SLOW);
        var acme = newTenant("acme");
        String body = Client.chatBody("gpt-own", "The same?", true);
        try (var leader = streams(acme, "gpt-own", "The same?");
                var http = HttpClient.newHttpClient()) {
            assertThat(leader.nextData()).isNotNull();
            List<HttpRequest> own = List.of(
                    acme.request("POST", CHAT, body, "cache-control", "no-store"),
                    acme.request("POST", CHAT, body, "cache-control", "no-cache"),
                    acme.request("POST", CHAT, body, "x-sluice-cache", "off"),
                    acme.request("POST", CHAT, body.replaceFirst("\\{", "{\"temperature\":1.5,")),
                    acme.request("POST", CHAT, body.replaceFirst("\\{", "{\"n\":2,")),
                    acme.request("POST", CHAT, body.replaceFirst("\\{", "{\"seed\":7,")),
                    acme.request("POST", CHAT, body.replaceFirst("\\{", "{\"tools\":[],")));

            List<CompletableFuture<HttpResponse<String>>> replies = own.stream()
                    .map(request -> http.sendAsync(request, HttpResponse.BodyHandlers.ofString()))
                    .toList();
            upstream.awaitRequests(1 + own.size());
            upstream.release();

            for (var reply : replies) {
                assertThat(header(reply.get(60, TimeUnit.SECONDS), "x-cache")).isIn("BYPASS", "MISS");
            }
            leader.readAll();
            assertThat(asked("gpt-own")).isEqualTo(1 + own.size());
        }
    }

    @Test
    void aCallThatJoinsCountsAsARequestAndHoldsNoTokens() {
        model("gpt-join-limits", SLOW);
        String tenant = "limited-" + Long.toString(System.nanoTime(), 36);
        var made = new Client(admin(), "test-admin-key")
                .post(
                        "/admin/keys",
                        "{\"tenant\":\"" + tenant
                                + "\",\"limits\":{\"requests\":[{\"limit\":3,\"window\":\"PT1H\"}]}}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        var limited = new Client(base(), made.json().path("key").asText());
        try (var leader = streams(limited, "gpt-join-limits", "How many?")) {
            assertThat(leader.nextData()).isNotNull();

            try (var follower = streams(limited, "gpt-join-limits", "How many?")) {
                assertThat(follower.header("x-cache")).isEqualTo("JOINED");
                upstream.release();
                follower.readAll();
            }
            leader.readAll();
            assertThat(limited.stream("gpt-join-limits", "How many?").header("x-cache"))
                    .isEqualTo("HIT");

            assertThat(limited.stream("gpt-join-limits", "How many?").status()).isEqualTo(429);
        }
        assertThat(asked("gpt-join-limits")).isEqualTo(1);
    }

    @Test
    void anotherTenantMakesACallOfItsOwn() {
        model("gpt-tenants", SLOW);
        var acme = newTenant("acme");
        var globex = newTenant("globex");
        try (var leader = streams(acme, "gpt-tenants", "Mine?")) {
            assertThat(leader.nextData()).isNotNull();
            try (var other = streams(globex, "gpt-tenants", "Mine?")) {
                assertThat(other.header("x-cache")).isEqualTo("MISS");
            }
        }
        assertThat(asked("gpt-tenants")).isEqualTo(2);
    }

    @Test
    void aFirstOneThatReadsSlowlyHoldsNobodyUp() throws Exception {
        // Far more than sockets hold: the first client takes none of it.
        model("gpt-slow-reader", Script.words(35_000));
        var acme = newTenant("acme");
        var body = Client.chatBody("gpt-slow-reader", "A lot, please?", true);
        URI there = URI.create(base());
        try (var slow = new Socket()) {
            slow.setReceiveBufferSize(4_096);
            slow.connect(new InetSocketAddress(there.getHost(), there.getPort()));
            slow.getOutputStream()
                    .write(("POST " + CHAT + " HTTP/1.1\r\nhost: gateway\r\nauthorization: Bearer " + acme.key()
                                    + "\r\ncontent-type: application/json\r\ncontent-length: " + body.length()
                                    + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.US_ASCII));
            upstream.awaitRequests(1);
            try (var follower = streams(acme, "gpt-slow-reader", "A lot, please?")) {
                assertThat(follower.header("x-cache")).isEqualTo("JOINED");
                upstream.release();
                follower.readAll();
                assertThat(words(follower.body())).endsWith("w35000");
            }
        }
        assertThat(asked("gpt-slow-reader")).isEqualTo(1);
        await().atMost(SOON).until(() -> upstream.inFlight() == 0);
    }
}
