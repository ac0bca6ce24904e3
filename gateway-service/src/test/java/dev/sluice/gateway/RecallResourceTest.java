package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.gateway.testing.Client;
import dev.sluice.gateway.testing.FakeSibling;
import dev.sluice.gateway.testing.GatewayTest;
import dev.sluice.testkit.Script;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers come again, in both forms, and never to somebody else (P1); the cache-service is a helper (P6). */
@QuarkusTest
class RecallResourceTest extends GatewayTest {

    private static final String MODEL = "gpt-4o-mini";

    /** A hanging cache-service opens the breaker; the next test shall begin with a closed one. */
    @AfterEach
    void closeTheBreaker() {
        siblings.reset();
        var probe = newTenant("probe");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> probe.chat(MODEL, "still degraded? " + System.nanoTime())
                        .header("x-sluice-degraded")
                        .isEmpty());
    }

    /** What the cache-service was told about a question; of other tests' questions it may still hear. */
    private List<FakeSibling.Asked> told(String path, String question) {
        return siblings.cache.asked(path).stream()
                .filter(asked -> asked.body().contains(question))
                .toList();
    }

    @Test
    void aCallRepeatedIsAnsweredWithoutAskingTheModel() {
        var acme = newTenant("acme");
        upstream.onModel(MODEL, Script.say("the answer"));

        var first = acme.chat(MODEL, "How do I reset my password?");
        var second = acme.chat(MODEL, "How do I reset my password?");

        assertThat(first.header("x-cache")).isEqualTo("MISS");
        assertThat(first.header("x-sluice-cost")).matches("0\\.0+[1-9]\\d*");
        assertThat(second.header("x-cache")).isEqualTo("HIT");
        assertThat(second.header("age")).isEqualTo("0");
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.header("x-sluice-cost")).isEqualTo("0");
        assertThat(second.header("x-sluice-saved")).isEqualTo(first.header("x-sluice-cost"));
        assertThat(upstream.requests()).hasSize(1);
    }

    @Test
    void anotherTenantAskingTheSameGetsAMiss() {
        newTenant("acme").chat(MODEL, "How do I reset my password?");

        var other = newTenant("globex").chat(MODEL, "How do I reset my password?");

        assertThat(other.header("x-cache")).isEqualTo("MISS");
        assertThat(upstream.requests()).hasSize(2);
    }

    @Test
    void streamAndDocumentServeEachOther() {
        var acme = newTenant("acme");
        upstream.onModel(MODEL, Script.say("Gates, paddles and a sill keep the water where it is."));

        var streamed = acme.stream(MODEL, "Name the parts of a lock gate.");
        var document = acme.chat(MODEL, "Name the parts of a lock gate.");
        var again = acme.stream(MODEL, "Name the parts of a lock gate.");

        assertThat(streamed.header("x-cache")).isEqualTo("MISS");
        assertThat(document.header("x-cache")).isEqualTo("HIT");
        assertThat(document.json().path("object").asText()).isEqualTo("chat.completion");
        assertThat(document.json().at("/choices/0/message/content").asText())
                .isEqualTo("Gates, paddles and a sill keep the water where it is.");
        assertThat(document.json().at("/usage/total_tokens").asInt()).isPositive();
        assertThat(again.header("x-cache")).isEqualTo("HIT");
        assertThat(again.header("content-type")).startsWith("text/event-stream");
        assertThat(again.body()).endsWith("data: [DONE]\n\n");
        assertThat(upstream.requests()).hasSize(1);
    }

    @Test
    void anAnswerOfTheFaqIsLookedForWhereItIsAskedForAndOnlyThere() {
        var acme = newTenant("acme");
        acme.chat(MODEL, "Where is the lock keeper?");
        acme.chat(MODEL, "Where is the lock keeper?", "x-sluice-cache", "faq");
        var wrong = acme.chat(MODEL, "Where is the lock keeper?", "x-sluice-cache", "faqs");

        assertThat(siblings.cache.asked("/internal/cache/lookup"))
                .extracting(asked -> asked.body().contains("\"faq\":true"))
                .containsExactly(false, true);
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.body()).contains("exact, semantic, faq or off");
    }

    @Test
    void whatTheCacheServiceFindsByMeaningIsServedWithItsSimilarity() {
        siblings.cache.says(
                "{\"outcome\":\"SEMANTIC\",\"entryId\":\"e\",\"ageSeconds\":42,\"similarity\":0.91234,\"document\":"
                        + "\"{\\\"id\\\":\\\"c\\\",\\\"object\\\":\\\"chat.completion\\\",\\\"created\\\":1,\\\"model\\\":\\\"gpt-4o-mini\\\","
                        + "\\\"choices\\\":[{\\\"index\\\":0,\\\"message\\\":{\\\"role\\\":\\\"assistant\\\",\\\"content\\\":\\\"stored\\\"},"
                        + "\\\"finish_reason\\\":\\\"stop\\\"}],\\\"usage\\\":{\\\"prompt_tokens\\\":10,\\\"completion_tokens\\\":5}}\"}");
        var acme = newTenant("acme");

        var first = acme.chat(MODEL, "What is the way to reset my password?");
        var near = acme.chat(MODEL, "What is the way to reset my password?");

        for (var reply : new Client.Reply[] {first, near}) {
            assertThat(reply.header("x-cache")).isEqualTo("SEMANTIC");
            assertThat(reply.header("x-sluice-similarity")).isEqualTo("0.9123");
            assertThat(Integer.parseInt(reply.header("age"))).isBetween(42, 60);
            assertThat(reply.json().at("/choices/0/message/content").asText()).isEqualTo("stored");
        }
        assertThat(upstream.requests()).isEmpty();
        assertThat(siblings.cache.asked("/internal/cache/lookup")).hasSize(1);
    }

    @Test
    void theQuestionGoesToTheCacheServiceWithTheCallersTenantAndTheAnswerAfterIt() {
        var acme = newTenant("acme");

        acme.chat(MODEL, "Where to?", "x-sluice-tenant", "victim");

        var lookup = siblings.cache.asked("/internal/cache/lookup").getFirst();
        assertThat(lookup.headers().get("x-sluice-tenant")).startsWith("acme-");
        assertThat(lookup.headers().get("x-sluice-internal")).isEqualTo("test-internal-secret");
        assertThat(lookup.body()).contains("\"text\":\"Where to?\"", "\"semantic\":true", "openai/gpt-4o-mini");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(told("/internal/cache/remember", "Where to?"))
                        .hasSize(1)
                        .first()
                        .satisfies(stored -> assertThat(stored.body()).contains("chat.completion", "costNano")));
    }

    @Test
    void theRequestControlsTheCache() {
        var acme = newTenant("acme");
        String question = "What is a weir?";

        var noStore = acme.chat(MODEL, question, "cache-control", "no-store");
        var afterNoStore = acme.chat(MODEL, question);
        var noCache = acme.chat(MODEL, question, "cache-control", "no-cache");
        var off = acme.chat(MODEL, question, "x-sluice-cache", "off");
        var hit = acme.chat(MODEL, question, "cache-control", "max-age=3600");

        assertThat(noStore.header("x-cache")).isEqualTo("BYPASS");
        assertThat(afterNoStore.header("x-cache")).isEqualTo("MISS");
        assertThat(noCache.header("x-cache")).isEqualTo("MISS");
        assertThat(off.header("x-cache")).isEqualTo("BYPASS");
        assertThat(hit.header("x-cache")).isEqualTo("HIT");
        assertThat(upstream.requests()).hasSize(4);
    }

    @Test
    void errorsCutAnswersAndLengthStopsAreNotKept() {
        var acme = newTenant("acme");
        upstream.onModel("gpt-a", Script.error(500));
        upstream.onModel(
                "gpt-b",
                Script.raw(
                        "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"half a\"},\"finish_reason\":\"length\"}]}"));
        upstream.onModel(
                "gpt-c",
                Script.raw(
                        "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"x\",\"tool_calls\":[{\"id\":\"1\"}]},\"finish_reason\":\"stop\"}]}"));

        for (String model : new String[] {"gpt-a", "gpt-b", "gpt-c"}) {
            acme.chat(model, "x");
            assertThat(acme.chat(model, "x").header("x-cache")).as(model).isEqualTo("MISS");
        }
    }

    @Test
    void aHangingCacheServiceCostsItsDeadlineAFewTimesAndThenNothing() {
        siblings.cache.hangs();
        var acme = newTenant("acme");

        for (int i = 0; i < 4; i++) {
            var reply = acme.chat(MODEL, "Are you there, " + i + "?");

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.header("x-sluice-degraded")).isEqualTo("cache");
            assertThat(reply.header("x-cache")).isEqualTo("MISS");
        }
        assertThat(siblings.cache.asked("/internal/cache/lookup")).hasSize(3);
    }

    @Test
    void clearingTheCacheForgetsTheNearCacheOfTheTenantToo() {
        var acme = newTenant("acme");
        acme.chat(MODEL, "What is a sluice?");

        acme.post("/cache/clear", "{}");

        assertThat(acme.chat(MODEL, "What is a sluice?").header("x-cache")).isEqualTo("MISS");
    }

    @Test
    void newKnowledgeMakesAnswersOfTheBuiltInModelOld() {
        siblings.worker.says(
                "{\"id\":\"c\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"local\",\"choices\":[{\"index\":0,\"message\":"
                        + "{\"role\":\"assistant\",\"content\":\"I have nothing on that.\"},\"finish_reason\":\"stop\"}]}");
        var acme = newTenant("acme");
        acme.chat("local", "Who built it?");
        var repeated = acme.chat("local", "Who built it?");

        acme.post("/knowledge/documents", "{\"text\":\"Millers built it.\"}");

        assertThat(repeated.header("x-cache")).isEqualTo("HIT");
        assertThat(acme.chat("local", "Who built it?").header("x-cache")).isEqualTo("MISS");
    }

    @Test
    void aStaleAnswerIsServedOnceMoreAndAskedForAgainInTheBackground() {
        siblings.cache.says("{\"outcome\":\"HIT\",\"entryId\":\"e\",\"ageSeconds\":4200,\"stale\":true,\"document\":"
                + "\"{\\\"id\\\":\\\"c\\\",\\\"object\\\":\\\"chat.completion\\\",\\\"created\\\":1,\\\"model\\\":\\\"gpt-4o-mini\\\","
                + "\\\"choices\\\":[{\\\"index\\\":0,\\\"message\\\":{\\\"role\\\":\\\"assistant\\\",\\\"content\\\":\\\"old\\\"},"
                + "\\\"finish_reason\\\":\\\"stop\\\"}]}\"}");
        upstream.onModel(MODEL, Script.say("new"));
        var acme = newTenant("acme");

        var stale = acme.chat(MODEL, "What is the level today?");

        assertThat(stale.header("x-cache")).isEqualTo("HIT");
        assertThat(stale.json().at("/choices/0/message/content").asText()).isEqualTo("old");
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(told("/internal/cache/remember", "What is the level today?"))
                    .singleElement()
                    .satisfies(stored -> assertThat(stored.body()).contains("new"));
        });
        var next = acme.chat(MODEL, "What is the level today?");
        assertThat(next.json().at("/choices/0/message/content").asText()).isEqualTo("new");
        assertThat(upstream.requests()).hasSize(1);
    }

    @Test
    void aHitThatIsCheckedIsServedAtOnceAndTheModelAskedInTheBackground() {
        siblings.cache.says(
                "{\"outcome\":\"SEMANTIC\",\"entryId\":\"e7\",\"ageSeconds\":42,\"similarity\":0.97,\"audit\":true,"
                        + "\"document\":\"{\\\"id\\\":\\\"c\\\",\\\"object\\\":\\\"chat.completion\\\",\\\"created\\\":1,\\\"model\\\":\\\"gpt-4o-mini\\\","
                        + "\\\"choices\\\":[{\\\"index\\\":0,\\\"message\\\":{\\\"role\\\":\\\"assistant\\\",\\\"content\\\":\\\"kept\\\"},"
                        + "\\\"finish_reason\\\":\\\"stop\\\"}]}\"}");
        upstream.onModel(MODEL, Script.say("what the model says"));
        var acme = newTenant("acme");

        var hit = acme.chat(MODEL, "How is the level measured?");

        assertThat(hit.header("x-cache")).isEqualTo("SEMANTIC");
        assertThat(hit.json().at("/choices/0/message/content").asText()).isEqualTo("kept");
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(siblings.cache.asked("/internal/cache/audit"))
                    .singleElement()
                    .satisfies(audit -> assertThat(audit.body())
                            .contains("How is the level measured?", "e7", "what the model says"));
        });
        assertThat(siblings.cache.asked("/internal/cache/remember")).isEmpty();
        assertThat(upstream.requests()).hasSize(1);
    }

    @Test
    void theSameQuestionInAnotherFormIsAHitUnlessItWantsTheExactOne() {
        var acme = newTenant("acme");
        acme.chat(MODEL, "How do I reset my password?");

        assertThat(acme.chat(MODEL, "please, how do I reset my password").header("x-cache"))
                .isEqualTo("HIT");
        assertThat(acme.chat(MODEL, "how do I reset my password", "x-sluice-cache", "exact")
                        .header("x-cache"))
                .isEqualTo("MISS");
        assertThat(upstream.requests()).hasSize(2);
    }

    @Test
    void aHitNamesItsEntryAndWhatItDependsOn() {
        siblings.cache.says("{\"outcome\":\"HIT\",\"entryId\":\"0123abcd\",\"ageSeconds\":7,\"document\":"
                + "\"{\\\"choices\\\":[{\\\"index\\\":0,\\\"message\\\":{\\\"role\\\":\\\"assistant\\\",\\\"content\\\":\\\"stored\\\"},"
                + "\\\"finish_reason\\\":\\\"stop\\\"}]}\"}");
        var acme = newTenant("acme");

        var hit = acme.chat(MODEL, "What is kept?");
        var near = acme.chat(MODEL, "What is kept?");

        for (var reply : new Client.Reply[] {hit, near}) {
            assertThat(reply.header("x-cache")).isEqualTo("HIT");
            assertThat(reply.header("x-sluice-cache-entry")).isEqualTo("0123abcd");
            assertThat(reply.header("vary")).contains("authorization", "x-sluice-cache");
        }
        acme.send("DELETE", "/cache/entries/0123abcd", "");
        assertThat(siblings.cache.asked("/internal/cache/lookup")).hasSize(1);
        acme.chat(MODEL, "What is kept?");
        assertThat(siblings.cache.asked("/internal/cache/lookup"))
                .as("deleted near, too")
                .hasSize(2);
    }

    @Test
    void theRouteAndItsErrorBudgetGoWithTheQuestion() {
        String route = "budget-" + Long.toString(System.nanoTime(), 36);
        var chief = new Client(admin(), "test-admin-key");
        String json = "{\"stages\":[\"openai/gpt-4o-mini\"],\"cache\":{\"mode\":\"semantic\",\"maxError\":%s}}";
        assertThat(chief.send("PUT", "/admin/routes/" + route, json.formatted("0.21"))
                        .status())
                .isEqualTo(400);
        assertThat(chief.send("PUT", "/admin/routes/" + route, json.formatted("-0.01"))
                        .status())
                .isEqualTo(400);
        assertThat(chief.send("PUT", "/admin/routes/" + route, json.formatted("0.2"))
                        .status())
                .isEqualTo(201);

        newTenant("acme").chat(route, "How far may it go?");

        assertThat(siblings.cache.asked("/internal/cache/lookup"))
                .singleElement()
                .satisfies(
                        asked -> assertThat(asked.body()).contains("\"route\":\"" + route + "\"", "\"maxError\":0.2"));
    }

    @Test
    void theListOfModelsIsSentOnceToWhoHasIt() {
        var acme = newTenant("acme");
        var first = acme.get("/v1/models");
        String tag = first.header("etag");

        var again = acme.get("/v1/models", "if-none-match", "\"other\", " + tag);
        var changed = acme.get("/v1/models", "if-none-match", "\"other\"");

        assertThat(tag).matches("\"[0-9a-f]{32}\"");
        assertThat(first.header("vary")).isEqualTo("authorization");
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.header("etag")).isEqualTo(tag);
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.body()).isEqualTo(first.body());
    }
}
