package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.gateway.testing.Client;
import dev.sluice.gateway.testing.Client.Reply;
import dev.sluice.gateway.testing.EventTopic;
import dev.sluice.gateway.testing.GatewayTest;
import dev.sluice.testkit.Script;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Routes are made on the management port and live at once; what they say holds for each request. */
@QuarkusTest
class RoutingResourceTest extends GatewayTest {

    private final String name = "r-" + Long.toString(System.nanoTime(), 36);

    private Client chief() {
        return new Client(admin(), "test-admin-key");
    }

    /** Single quotes are doubled ones. */
    private Reply put(String route, String json) {
        return chief().send("PUT", "/admin/routes/" + route, json.replace('\'', '"'));
    }

    private void have(String json) {
        Reply made = put(name, json);
        assertThat(made.status()).as(made.body()).isEqualTo(201);
    }

    @Test
    void aRouteIsServedListedChangedAndGone() {
        var acme = newTenant("acme");
        assertThat(acme.chat(name, "hello").status()).isEqualTo(404);

        have("{'stages':['openai/gpt-4o-mini']}");
        Reply first = acme.chat(name, "hello");
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("x-sluice-route")).isEqualTo(name);
        assertThat(first.header("x-sluice-deployment")).isEqualTo("openai/gpt-4o-mini");
        assertThat(upstream.lastRequest().body().text()).contains("\"model\":\"gpt-4o-mini\"");
        assertThat(acme.get("/v1/models").body()).contains("\"id\":\"" + name + "\"");
        assertThat(chief().get("/admin/routes/" + name).json().at("/stages/0").asText())
                .isEqualTo("openai/gpt-4o-mini");

        assertThat(put(name, "{'stages':['openai/gpt-4o']}").status()).isEqualTo(200);
        assertThat(acme.chat(name, "hello again").header("x-sluice-deployment")).isEqualTo("openai/gpt-4o");

        assertThat(chief().send("DELETE", "/admin/routes/" + name, "").status()).isEqualTo(204);
        assertThat(acme.chat(name, "hello").status()).isEqualTo(404);
        assertThat(acme.get("/v1/models").body()).doesNotContain(name);
    }

    @Test
    void aRouteThatMakesNoSenseIsRefusedAndChangesNothing() {
        Reply unknown = put(name, "{'stages':['mistral/large']}");
        Reply odd = put(name, "{'stagse':['openai/gpt-4o']}");

        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.json().path("detail").asText()).contains("mistral/large", "Providers:", "openai (");
        assertThat(odd.status()).isEqualTo(400);
        assertThat(odd.json().path("detail").asText()).contains("leads nowhere");
        assertThat(chief().get("/admin/routes/" + name).status()).isEqualTo(404);
    }

    @Test
    void aRouteOfOneTenantDoesNotExistForAnother() {
        var acme = newTenant("acme");
        var other = newTenant("other");
        have("{'tenants':['" + tenantOf(acme) + "'],'stages':['openai/gpt-4o-mini']}");

        assertThat(acme.chat(name, "hello").status()).isEqualTo(200);
        assertThat(acme.get("/v1/models/" + name).status()).isEqualTo(200);
        assertThat(other.chat(name, "hello").status()).isEqualTo(404);
        assertThat(other.get("/v1/models").body()).doesNotContain(name);
        assertThat(other.get("/v1/models/" + name).status()).isEqualTo(404);
    }

    private String tenantOf(Client client) {
        String id = client.key().split("-")[2];
        for (var key : chief().get("/admin/keys").json().path("keys")) {
            if (key.path("id").asText().equals(id)) {
                return key.path("tenant").asText();
            }
        }
        throw new IllegalStateException("no such key");
    }

    @Test
    void branchesChooseByTagsStreamAndSize() {
        have("""
                {'branches':[
                  {'when':{'tags':['tier=gold']},'stages':['openai/gpt-gold']},
                  {'when':{'promptTokens':{'min':1000}},'stages':['openai/gpt-long']},
                  {'when':{'stream':true},'stages':['openai/gpt-stream']}],
                 'stages':['openai/gpt-plain']}""");
        var acme = newTenant("acme");

        assertThat(acme.chat(name, "hi", "x-sluice-tags", "a, tier=gold").header("x-sluice-deployment"))
                .endsWith("gpt-gold");
        assertThat(acme.chat(name, "word ".repeat(1_000)).header("x-sluice-deployment"))
                .endsWith("gpt-long");
        assertThat(acme.stream(name, "hi").header("x-sluice-deployment")).endsWith("gpt-stream");
        assertThat(acme.chat(name, "hi").header("x-sluice-deployment")).endsWith("gpt-plain");
    }

    @Test
    void anExperimentKeepsASessionInItsVariant() {
        have("""
                {'cache':'off','experiment':'cheap-vs-strong','variants':[
                  {'name':'a','weight':50,'stages':['openai/gpt-a']},
                  {'name':'b','weight':50,'stages':['openai/gpt-b']}]}""");
        var acme = newTenant("acme");

        Set<String> seen = new HashSet<>();
        for (int session = 0; session < 20; session++) {
            Reply one = acme.chat(name, "hi", "x-sluice-session", "s" + session);
            Reply again = acme.chat(name, "hi there", "x-sluice-session", "s" + session);
            String variant = one.header("x-sluice-route");
            assertThat(variant).matches(name + ";variant=[ab]");
            assertThat(one.header("x-sluice-deployment"))
                    .isEqualTo("openai/gpt-" + variant.charAt(variant.length() - 1));
            assertThat(again.header("x-sluice-route")).isEqualTo(variant);
            seen.add(variant);
        }
        assertThat(seen).hasSize(2);
        // Without a session the key is the unit, so a caller stays where it is.
        assertThat(acme.chat(name, "one").header("x-sluice-route"))
                .isEqualTo(acme.chat(name, "two").header("x-sluice-route"));
    }

    @Test
    void autoAsksTheOptimiserAndDoesWithoutIt() {
        have("{'auto':{'cheap':'openai/gpt-4o-mini','strong':'openai/gpt-4o','deadline':'1s'}}");
        var acme = newTenant("acme");

        siblings.optimizer.says("{\"choice\":\"cheap\",\"cheapIsRight\":0.95}");
        Reply cheap = acme.chat(name, "What is 2+2?");
        assertThat(cheap.header("x-sluice-route")).isEqualTo(name + ";auto=cheap");
        assertThat(cheap.header("x-sluice-deployment")).isEqualTo("openai/gpt-4o-mini");
        assertThat(siblings.optimizer.asked("/optimize/route").getFirst().body())
                .contains("What is 2+2?", "openai/gpt-4o-mini");

        siblings.optimizer.says("{\"choice\":\"strong\"}");
        assertThat(acme.chat(name, "Prove it.").header("x-sluice-route")).endsWith(";auto=strong");

        siblings.optimizer.says("{\"choice\":\"maybe\"}");
        Reply odd = acme.chat(name, "Anything?");
        assertThat(odd.header("x-sluice-route")).endsWith(";auto=default");
        assertThat(odd.header("x-sluice-degraded")).isEqualTo("optimizer");
        siblings.optimizer.says("{\"choice\":\"cheap\"}");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> acme.chat(name, "Back?").header("x-sluice-route").contains("auto=cheap"));
    }

    @Test
    void autoWorksByItsNameOnceAPairIsConfigured() {
        siblings.optimizer.says("{\"choice\":\"cheap\"}");
        var acme = newTenant("acme");

        // Asked again while the optimiser is being spared since an earlier story made it fail.
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            Reply reply = acme.chat("auto", "hi");
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.header("x-sluice-route")).isEqualTo("auto;auto=cheap");
        });
        assertThat(acme.get("/v1/models").body()).contains("\"id\":\"auto\"");
        assertThat(acme.post("/v1/embeddings", "{\"model\":\"auto\",\"input\":\"x\"}")
                        .header("x-sluice-route"))
                .isEqualTo("auto;auto=default");
    }

    @Test
    void theRoutesCachePolicyIsBetweenConfigurationAndHeader() {
        have("{'stages':['openai/gpt-4o-mini'],'cache':'off'}");
        var acme = newTenant("acme");

        assertThat(acme.chat(name, "hello").header("x-cache")).isEqualTo("BYPASS");
        assertThat(acme.chat(name, "hello", "x-sluice-cache", "exact").header("x-cache"))
                .isEqualTo("MISS");
        assertThat(acme.chat(name, "hello", "x-sluice-cache", "exact").header("x-cache"))
                .isEqualTo("HIT");

        put(name, "{'stages':['openai/gpt-4o-mini'],'cache':{'mode':'off','locked':true}}");
        assertThat(acme.chat(name, "hello", "x-sluice-cache", "exact").header("x-cache"))
                .isEqualTo("BYPASS");
    }

    @Test
    void theRoutesLifetimeGoesToTheCacheService() {
        have("{'stages':['openai/gpt-4o-mini'],'cache':{'mode':'exact','ttl':'90s','maxTemperature':1}}");
        var acme = newTenant("acme");

        String body = Client.chatBody(name, "warm words", false).replace("\"stream\":false", "\"temperature\":0.9");

        // Asked again while the cache is being spared since an earlier story made it fail.
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            acme.post("/v1/chat/completions", body, "cache-control", "no-cache");
            acme.post("/v1/chat/completions", body.replace("warm", "other"));
            assertThat(siblings.cache.asked("/internal/cache/remember"))
                    .isNotEmpty()
                    .allSatisfy(asked -> assertThat(asked.body()).contains("\"ttlSeconds\":90"));
            assertThat(siblings.cache.asked("/internal/cache/lookup"))
                    .isNotEmpty()
                    .allSatisfy(asked -> assertThat(asked.body()).contains("\"maxAgeSeconds\":90"));
        });
    }

    @Test
    void theRoutesOptimiserLevelHoldsUnlessTheCallerSaysOtherwise() {
        have("{'stages':['openai/gpt-4o-mini'],'optimize':'medium','cache':'off'}");
        var acme = newTenant("acme");

        acme.chat(name, "Please kindly say hello");
        acme.chat(name, "Please kindly say hello", "x-sluice-optimize", "off");

        assertThat(siblings.optimizer.asked("/optimize/prompt"))
                .singleElement()
                .satisfies(asked -> assertThat(asked.body()).contains("\"level\":\"medium\""));
    }

    @Test
    void aShadowIsAskedBesideAndCountedApart() {
        have("{'stages':['openai/gpt-4o-mini'],'shadow':{'model':'openai/gpt-shadow','rate':1}}");
        upstream.onModel("gpt-shadow", Script.say("never seen").headersAfter(Duration.ofMillis(300)));
        var acme = newTenant("acme");

        Reply reply = acme.chat(name, "compare this");
        Reply hit = acme.chat(name, "compare this");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).doesNotContain("never seen");
        assertThat(reply.header("x-sluice-attempts")).isEqualTo("1");
        assertThat(hit.header("x-cache")).isEqualTo("HIT");
        assertThat(hit.body()).doesNotContain("never seen");
        var events = EventTopic.of(acme.key(), 3);
        assertThat(events)
                .filteredOn(event -> event.at("/props/shadow").asText().equals("true"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.path("kind").asText()).isEqualTo("completion");
                    assertThat(event.at("/call/route").asText()).isEqualTo("shadow:" + name);
                    assertThat(event.at("/call/modelUsed").asText()).isEqualTo("gpt-shadow");
                    assertThat(event.at("/call/status").asInt()).isEqualTo(200);
                    assertThat(event.at("/usage/inputTokens").asInt()).isPositive();
                    assertThat(event.at("/origin/requestId").asText()).isEqualTo(reply.header("x-request-id"));
                });
        assertThat(upstream.requests())
                .filteredOn(asked -> asked.body().text().contains("gpt-shadow"))
                .hasSize(1);
    }

    @Test
    void aStreamIsShadowedTooAndAShadowThatFailsIsNobodysTrouble() {
        have("{'stages':['openai/gpt-4o-mini'],'cache':'off','shadow':{'model':'nowhere/nowhere-1','rate':1}}");
        var acme = newTenant("acme");

        Reply reply = acme.stream(name, "compare this");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).contains("[DONE]");
        assertThat(EventTopic.of(acme.key(), 2))
                .filteredOn(event -> event.at("/props/shadow").asText().equals("true"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.at("/call/status").asInt()).isIn(502, 503);
                    assertThat(event.at("/money/costNano").asLong()).isZero();
                });
    }

    @Test
    void theVariantIsInTheEvent() {
        have("{'experiment':'which','variants':[{'name':'only','weight':1,'stages':['openai/gpt-4o-mini']}]}");
        var acme = newTenant("acme");

        acme.chat(name, "hi", "x-sluice-session", "s1");

        assertThat(EventTopic.of(acme.key(), 1)).singleElement().satisfies(event -> {
            assertThat(event.at("/call/route").asText()).isEqualTo(name);
            assertThat(event.at("/props/experiment").asText()).isEqualTo("which");
            assertThat(event.at("/props/variant").asText()).isEqualTo("only");
            assertThat(event.at("/props/sticky").asText()).isEqualTo("session");
            assertThat(event.at("/origin/sessionId").asText()).isEqualTo("s1");
        });
    }

    @Test
    void otherEndpointsAreRoutedToo() {
        have("{'stages':['openai/text-embedding-3-small']}");

        Reply reply = newTenant("acme").post("/v1/embeddings", "{\"model\":\"" + name + "\",\"input\":\"hi\"}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("x-sluice-route")).isEqualTo(name);
    }

    @Test
    void aChangeCutsNoStream() throws Exception {
        have("{'stages':['openai/gpt-long']}");
        upstream.onModel("gpt-long", Script.words(40).tokenEvery(Duration.ofMillis(20)));
        var acme = newTenant("acme");
        try (var http = HttpClient.newHttpClient();
                var stream = http.send(
                                acme.request("POST", "/v1/chat/completions", Client.chatBody(name, "talk", true)),
                                HttpResponse.BodyHandlers.ofInputStream())
                        .body()) {
            assertThat(stream.read(new byte[16])).isPositive();
            for (int i = 0; i < 5; i++) {
                assertThat(put(name, "{'stages':['openai/gpt-other-" + i + "']}")
                                .status())
                        .isEqualTo(200);
            }
            assertThat(new String(stream.readAllBytes())).contains("data: [DONE]");
        }
        assertThat(acme.chat(name, "hi").header("x-sluice-deployment")).endsWith("gpt-other-4");
    }
}
