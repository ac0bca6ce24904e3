package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.testing.GatewayTest;
import dev.sluice.testkit.Script;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** The Responses API: passed to hosts that serve it, translated for all others, kept for going on. */
@QuarkusTest
class ResponsesResourceTest extends GatewayTest {

    private static String body(String model, String input, String more) {
        return "{\"model\":\"" + model + "\",\"input\":\"" + input + "\"" + more + "}";
    }

    @Test
    void bytesToAndFromAHostThatServesItAreUntouched() {
        String asked =
                "{ \"model\":\"openai/gpt-native\", \"input\":\"hi\",\"tools\":[{\"type\":\"web_search\"}],\"future\":[1.50] }";
        String answered =
                "{ \"id\":\"resp_theirs\",\"object\":\"response\", \"zzz\":1,\"output\":[],\"usage\":{\"input_tokens\":5,\"output_tokens\":3}}";
        upstream.onModel("gpt-native", Script.raw(answered));

        var reply = newTenant("acme").post("/v1/responses", asked);

        assertThat(reply.body()).isEqualTo(answered);
        assertThat(reply.header("x-sluice-cost")).isNotEmpty();
        assertThat(upstream.lastRequest().path()).isEqualTo("/v1/responses");
        assertThat(upstream.lastRequest().body().text()).isEqualTo(asked.replace("openai/gpt-native", "gpt-native"));
    }

    @Test
    void aNativeStreamIsUntouched() {
        String[] events = {
            "event: response.created\ndata: {\"type\":\"response.created\",\"response\":{\"id\":\"resp_s\"}}\n\n",
            "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"delta\":\"hi\"}\n\n",
            "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{\"id\":\"resp_s\",\"usage\":{\"input_tokens\":5,\"output_tokens\":3}}}\n\n"
        };
        upstream.onModel("gpt-native-stream", Script.raw(events));

        var reply = newTenant("acme").post("/v1/responses", body("gpt-native-stream", "hi", ",\"stream\":true"));

        assertThat(reply.body()).isEqualTo(String.join("", events));
    }

    @Test
    void aHostThatDoesNotServeItIsAskedForAChat() {
        upstream.onModel("claude-resp", Script.say("Hello you"));
        var acme = newTenant("acme");

        var reply = acme.post("/v1/responses", body("claude-resp", "hello", ",\"instructions\":\"Be brief\""));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("object").asText()).isEqualTo("response");
        assertThat(reply.json().at("/output/0/content/0/text").asText()).isEqualTo("Hello you");
        assertThat(reply.json().at("/usage/output_tokens").asLong()).isPositive();
        assertThat(upstream.lastRequest().path()).isEqualTo("/v1/messages");
        assertThat(upstream.lastRequest().json().path("system").asText()).isEqualTo("Be brief");
    }

    @Test
    void aTranslatedStreamEndsAsCompleted() {
        upstream.onModel("claude-resp-stream", Script.say("one two"));

        var reply = newTenant("acme").post("/v1/responses", body("claude-resp-stream", "hello", ",\"stream\":true"));

        assertThat(reply.body())
                .startsWith("event: response.created\n")
                .contains("event: response.output_text.delta", "event: response.completed")
                .doesNotContain("[DONE]");
    }

    @Test
    void aCutStreamIsNeverCompleted() {
        upstream.onModel("claude-resp-cut", Script.words(9).cutAfterChunks(5));

        var reply = newTenant("acme").post("/v1/responses", body("claude-resp-cut", "hello", ",\"stream\":true"));

        assertThat(reply.body())
                .contains("event: error\ndata: {\"type\":\"error\"")
                .doesNotContain("response.completed");
    }

    @Test
    void aConversationGoesOnFromWhatIsKept() {
        upstream.onModel("claude-resp-on", Script.say("I am Ada"));
        var acme = newTenant("acme");
        var first = acme.post("/v1/responses", body("claude-resp-on", "Who are you?", ",\"stream\":true"));
        String id = first.body().replaceAll("(?s).*?\"id\":\"(resp_sl_[0-9a-f]+)\".*", "$1");

        var next = acme.post(
                "/v1/responses", body("claude-resp-on", "Say it again", ",\"previous_response_id\":\"" + id + "\""));

        assertThat(next.status()).isEqualTo(200);
        assertThat(next.json().path("previous_response_id").asText()).isEqualTo(id);
        assertThat(upstream.lastRequest().json().path("messages")).hasSize(3);
        assertThat(upstream.lastRequest().body().text()).contains("Who are you?", "I am Ada", "Say it again");
    }

    @Test
    void aNativeHostGoesOnFromWhatOnlyWeKeep() {
        upstream.onModel("claude-resp-mix", Script.say("I am Ada"));
        var acme = newTenant("acme");
        String id = acme.post("/v1/responses", body("claude-resp-mix", "Who are you?", ""))
                .json()
                .path("id")
                .asText();

        var next = acme.post("/v1/responses", body("gpt-mix", "Again", ",\"previous_response_id\":\"" + id + "\""));

        assertThat(next.status()).isEqualTo(200);
        assertThat(upstream.lastRequest().path()).isEqualTo("/v1/chat/completions");
        assertThat(upstream.lastRequest().body().text()).contains("I am Ada");
    }

    @Test
    void whatIsKeptIsFetchedAndForgottenByItsTenantOnly() {
        upstream.onModel("claude-resp-kept", Script.say("Kept"));
        var acme = newTenant("acme");
        var evil = newTenant("evil");
        var made = acme.post("/v1/responses", body("claude-resp-kept", "keep", ""));
        String path = "/v1/responses/" + made.json().path("id").asText();

        assertThat(evil.get(path).status()).isEqualTo(404);
        assertThat(evil.send("DELETE", path, "").status()).isEqualTo(404);
        assertThat(evil.post(
                                "/v1/responses",
                                body(
                                        "claude-resp-kept",
                                        "x",
                                        ",\"previous_response_id\":\""
                                                + made.json().path("id").asText() + "\""))
                        .json()
                        .at("/error/code")
                        .asText())
                .isEqualTo("previous_response_not_found");
        assertThat(acme.get(path).json()).isEqualTo(made.json());
        assertThat(acme.send("DELETE", path, "").json().path("deleted").asBoolean())
                .isTrue();
        assertThat(acme.get(path).status()).isEqualTo(404);
    }

    @Test
    void anAnswerThatAHostKeepsBelongsToItsTenantToo() {
        upstream.onModel("gpt-owned", Script.raw("{\"id\":\"resp_owned\",\"object\":\"response\",\"output\":[]}"));
        var acme = newTenant("acme");
        var evil = newTenant("evil");
        acme.post("/v1/responses", body("gpt-owned", "mine", ""));
        int before = upstream.requests().size();

        assertThat(evil.get("/v1/responses/resp_owned").status()).isEqualTo(404);
        assertThat(evil.post("/v1/responses", body("gpt-owned", "x", ",\"previous_response_id\":\"resp_owned\""))
                        .status())
                .isEqualTo(400);
        assertThat(upstream.requests()).hasSize(before);
        acme.get("/v1/responses/resp_owned");
        assertThat(upstream.lastRequest().path()).isEqualTo("/v1/responses/resp_owned");
        assertThat(upstream.lastRequest().header("authorization")).isEqualTo("Bearer sk-upstream-secret");
    }

    @Test
    void whatIsNotToBeStoredIsNotKept() {
        var acme = newTenant("acme");

        var made = acme.post("/v1/responses", body("claude-resp-not", "x", ",\"store\":false"));

        assertThat(made.json().path("store").asBoolean()).isFalse();
        assertThat(acme.get("/v1/responses/" + made.json().path("id").asText()).status())
                .isEqualTo(404);
    }
}
