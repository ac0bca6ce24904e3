package dev.sluice.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad input gets what, why and what now, in the caller's dialect. */
class BadInputIT {

    private static final String CHAT = "/v1/chat/completions";

    private final Client acme = House.newTenant("careless");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"model\":                                                     | 400",
                "[]                                                              | 400",
                "{\"model\":7,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}   | 400",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}              | 400",
                "{\"model\":\"local\"}                                             | 400",
                "{\"model\":\"local\",\"messages\":[]}                              | 400",
                "{\"model\":\"local\",\"messages\":\"hello\"}                       | 400",
                "{\"model\":\"no-such-model\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]} | 404"
            })
    void aBrokenChatRequestIsRefusedInOpenAisWords(String body, int status) {
        var reply = acme.post(CHAT, body);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().at("/error/message").asText()).hasSizeGreaterThan(20);
        assertThat(reply.json().at("/error/type").asText()).isEqualTo("invalid_request_error");
        assertThat(reply.header("x-request-id")).isNotEmpty();
    }

    @Test
    void anUnknownModelListsTheKnownOnes() {
        var reply = acme.chat("no-such-model", "x");

        assertThat(reply.json().at("/error/code").asText()).isEqualTo("model_not_found");
        assertThat(reply.json().at("/error/message").asText()).contains("local");
    }

    @Test
    void aHundredLevelsOfNestingAreRefused() {
        String nested = "{\"model\":\"local\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"metadata\":"
                + "[".repeat(100) + "]".repeat(100) + "}";

        var reply = acme.post(CHAT, nested);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().at("/error/message").asText()).containsIgnoringCase("nest");
    }

    @Test
    void withoutAKeyOrWithAWrongOneNothingIsAnswered() {
        var nobody = new Client(acme.baseUrl(), "", "nobody");
        var stranger = new Client(acme.baseUrl(), "sk-sl-aaaaaaaa-bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "stranger");

        for (Client client : new Client[] {nobody, stranger}) {
            var reply = client.chat("local", "x");
            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.json().at("/error/code").asText()).isEqualTo("invalid_api_key");
            assertThat(client.get("/background/task").status()).isEqualTo(401);
            assertThat(client.get("/system/status").status()).isEqualTo(401);
        }
    }

    @Test
    void aTaskOfAnotherTenantIsNotFound() {
        var accepted =
                acme.post("/background/task", "{\"type\":\"keywords\",\"input\":{\"text\":\"water and stone\"}}");
        String path = accepted.header("location");

        var stranger = House.newTenant("stranger");

        assertThat(accepted.status()).isEqualTo(202);
        assertThat(stranger.get(path).status()).isEqualTo(404);
        assertThat(stranger.send("DELETE", path, "").status()).isEqualTo(404);
        assertThat(acme.get(path).status()).isEqualTo(200);
    }

    @Test
    void unknownTaskTypesAndPrioritiesAreToldTheKnownOnes() {
        var type = acme.post("/background/task", "{\"type\":\"dance\",\"input\":{\"text\":\"x\"}}");
        var priority =
                acme.post("/background/task", "{\"type\":\"summary\",\"priority\":\"now\",\"input\":{\"text\":\"x\"}}");

        assertThat(type.status()).isEqualTo(400);
        assertThat(type.json().path("detail").asText()).contains("summary", "keywords", "prompt", "search");
        assertThat(priority.status()).isEqualTo(400);
        assertThat(priority.json().path("detail").asText()).contains("critical", "bulk");
        assertThat(priority.header("content-type")).startsWith("application/problem+json");
    }

    @Test
    void adminIsNotOnThePublicPort() {
        assertThat(acme.get("/admin/keys").status()).isEqualTo(404);
        var outsider = new Client(House.stack().adminUrl(), acme.key(), "outsider");
        assertThat(outsider.get("/admin/keys").status()).isEqualTo(401);
    }

    @Test
    void internalPathsAreNotFronted() {
        assertThat(acme.post("/internal/cache/lookup", "{}").status()).isEqualTo(404);
    }

    @Test
    void aClientCannotNameItsOwnTenant() {
        var victim = House.newTenant("victim");
        var accepted =
                victim.post("/background/task", "{\"type\":\"keywords\",\"input\":{\"text\":\"private words\"}}");

        var forged = acme.get(accepted.header("location"), "x-sluice-tenant", victim.tenant());

        assertThat(forged.status()).isEqualTo(404);
    }
}
