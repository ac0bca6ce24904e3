package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.gateway.testing.Client;
import dev.sluice.gateway.testing.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an administrator decides about keys, tenants, projects and models holds. */
@QuarkusTest
class KeyTermsResourceTest extends GatewayTest {

    private Client chief() {
        return new Client(admin(), "test-admin-key");
    }

    private Client.Reply make(String more) {
        return chief().post("/admin/keys", "{\"tenant\":\"acme\"" + more + "}");
    }

    private Client client(Client.Reply made) {
        assertThat(made.status()).as(made.body()).isIn(200, 201);
        return new Client(base(), made.json().path("key").asText());
    }

    @Test
    void everythingThatWasDecidedIsShownAndCanBeChanged() {
        var made = make("""
                ,"name":"ci","models":["gpt-4o*"],"tier":"pro","expiresAt":"2099-01-01T00:00:00Z",
                "ipRanges":["127.0.0.0/8","::1"],"limits":{"concurrent":20},
                "budget":{"dayUsd":"10","zone":"Europe/Berlin"}""");
        String path = "/admin/keys/" + made.json().path("id").asText();
        var changed = chief().send("PATCH", path, "{\"tier\":null,\"name\":\"build\",\"limits\":{\"concurrent\":5}}");

        assertThat(changed.status()).isEqualTo(200);
        var shown = chief().get(path).json();
        assertThat(shown.path("name").asText()).isEqualTo("build");
        assertThat(shown.has("tier")).isFalse();
        assertThat(shown.at("/limits/concurrent").asInt()).isEqualTo(5);
        assertThat(shown.at("/budget/dayUsd").asText()).isEqualTo("10");
        assertThat(shown.at("/models/0").asText()).isEqualTo("gpt-4o*");
        assertThat(shown.toString()).doesNotContain("hash");
        assertThat(chief().send("PATCH", path, "{\"tenant\":\"globex\"}").status())
                .isEqualTo(400);
        assertThat(chief().send("PATCH", path, "{\"hash\":\"00\"}").status()).isEqualTo(400);
        assertThat(client(made).chat("gpt-4o-mini", "hello").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",\"tier\":\"gold\"",
                ",\"limits\":{\"concurrent\":0}",
                ",\"budget\":{\"dayUsd\":1.5}",
                ",\"expiresAt\":\"2020-01-01T00:00:00Z\"",
                ",\"expiresAt\":\"soon\"",
                ",\"ipRanges\":[\"example.com\"]",
                ",\"models\":[\"*gpt\"]",
                ",\"scopes\":[\"chatt\"]"
            })
    void whatMakesNoSenseIsRefused(String more) {
        var reply = make(more);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("detail").asText()).startsWith("The field '");
    }

    @Test
    void anExpiredKeyIsRefusedAndSaysSo() {
        var made = make(",\"expiresAt\":\"2099-01-01T00:00:00Z\"");
        var client = client(made);
        String past = Instant.now().minusSeconds(1).toString();
        chief().send("PATCH", "/admin/keys/" + made.json().path("id").asText(), "{\"expiresAt\":\"" + past + "\"}");

        var reply = client.chat("gpt-4o-mini", "hello");

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.json().at("/error/message").asText()).contains("expired");
    }

    @Test
    void aKeyIsGoodFromItsAddressesOnly() {
        assertThat(client(make(",\"ipRanges\":[\"127.0.0.1\",\"::1\"]"))
                        .get("/v1/models")
                        .status())
                .isEqualTo(200);

        var reply = client(make(",\"ipRanges\":[\"10.0.0.0/8\"]")).get("/v1/models", "x-forwarded-for", "10.1.1.1");

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.json().at("/error/code").asText()).isEqualTo("ip_not_allowed");
    }

    @Test
    void aKeyAsksAndSeesItsModelsOnly() {
        var client = client(make(",\"models\":[\"gpt-4o*\",\"cheap\"]"));

        assertThat(client.chat("gpt-4o-mini", "hello").status()).isEqualTo(200);
        assertThat(client.chat("cheap", "hello").status()).isEqualTo(200);
        var refused = client.chat("local", "hello");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().at("/error/code").asText()).isEqualTo("model_not_allowed");
        assertThat(client.get("/v1/models").json().path("data").findValuesAsText("id"))
                .isNotEmpty()
                .allMatch(id -> id.startsWith("gpt-4o") || id.equals("cheap"));
        assertThat(client.get("/v1/models/local").status()).isEqualTo(404);
        assertThat(client.get("/v1/models/cheap").status()).isEqualTo(200);
    }

    @Test
    void aMissingScopeIsNamedInTheDialectOfThePath() {
        var chat = client(make(",\"scopes\":[\"chat\"]"));
        var tasks = client(make(",\"scopes\":[\"tasks\",\"dashboard\"]"));

        assertThat(chat.chat("gpt-4o-mini", "hello").status()).isEqualTo(200);
        assertThat(chat.get("/v1/models").status()).isEqualTo(200);
        assertThat(chat.get("/system/status").status()).isEqualTo(200);
        var noEmbeddings = chat.post("/v1/embeddings", "{\"model\":\"text-embedding-3-small\",\"input\":\"x\"}");
        assertThat(noEmbeddings.status()).isEqualTo(403);
        assertThat(noEmbeddings.json().at("/error/message").asText()).contains("'embeddings'");
        var noTasks = chat.get("/background/task");
        assertThat(noTasks.status()).isEqualTo(403);
        assertThat(noTasks.header("content-type")).startsWith("application/problem+json");
        assertThat(noTasks.json().path("detail").asText()).contains("'tasks'");
        assertThat(tasks.get("/background/task").status()).isEqualTo(200);
        assertThat(tasks.get("/analytics/overview").status()).isEqualTo(200);
        assertThat(tasks.post("/analytics/events", "{}").status()).isEqualTo(403);
        assertThat(tasks.chat("gpt-4o-mini", "hello").status()).isEqualTo(403);
        assertThat(tasks.get("/v1/../background/../knowledge/documents").status())
                .isEqualTo(403);
    }

    @Test
    void aRotatedKeyIsGoodUntilTheOverlapEnds() {
        var made = make("");
        var old = client(made);
        String path = "/admin/keys/" + made.json().path("id").asText() + "/rotate";

        var rotated = chief().post(path, "{\"overlap\":\"PT2S\"}");
        var fresh = client(rotated);

        assertThat(fresh.key()).isNotEqualTo(old.key());
        assertThat(rotated.json().path("id")).isEqualTo(made.json().path("id"));
        assertThat(fresh.get("/v1/models").status()).isEqualTo(200);
        assertThat(old.get("/v1/models").status()).isEqualTo(200);
        await().untilAsserted(() -> assertThat(old.get("/v1/models").status()).isEqualTo(401));
        var last = client(chief().post(path, ""));
        assertThat(fresh.get("/v1/models").status()).isEqualTo(401);
        assertThat(last.get("/v1/models").status()).isEqualTo(200);
        assertThat(chief().post(path, "{\"overlap\":\"P91D\"}").status()).isEqualTo(400);
        assertThat(chief().post("/admin/keys/nobody/rotate", "").status()).isEqualTo(404);
    }

    @Test
    void tenantsProjectsAndModelsAreWrittenShownAndRemoved() {
        for (String path : new String[] {
            "/admin/tenants/acme-corp", "/admin/projects/acme-corp/site", "/admin/models/openai/gpt-4o"
        }) {
            var made = chief().send("PUT", path, "{\"tier\":\"free\",\"limits\":{\"concurrent\":3}}");
            assertThat(made.status()).as(made.body()).isEqualTo(201);
            var shown = chief().get(path);
            assertThat(shown.json().path("tier").asText()).isEqualTo("free");
            assertThat(shown.json().path("source").asText()).isEqualTo("topic");
            assertThat(chief().send("PUT", path, shown.body()).status()).isEqualTo(200);
            assertThat(chief().get(path.substring(0, path.indexOf('/', 7))).body())
                    .contains("\"concurrent\":3");
            assertThat(chief().send("PUT", path, "{\"tier\":\"gold\"}").status())
                    .isEqualTo(400);
            assertThat(chief().send("PUT", path, "[]").status()).isEqualTo(400);
            assertThat(chief().send("DELETE", path, "").status()).isEqualTo(204);
            assertThat(chief().get(path).status()).isEqualTo(404);
            assertThat(chief().send("DELETE", path, "").status()).isEqualTo(404);
        }
        assertThat(chief().get("/admin/colours/red").json().path("detail").asText())
                .contains("tenants", "projects", "models");
    }

    @Test
    void everyChangeLeavesARecordWithoutSecrets() {
        var made = make(",\"name\":\"audited\"");
        String id = made.json().path("id").asText();
        chief().send("PATCH", "/admin/keys/" + id, "{\"tier\":\"free\"}");
        chief().send("DELETE", "/admin/keys/" + id, "");

        var trail = chief().get("/admin/audit?limit=3");

        var entries = trail.json().path("audit");
        assertThat(entries.findValuesAsText("action")).containsExactly("key.revoke", "key.patch", "key.create");
        assertThat(entries.path(1).path("actor").asText()).isEqualTo("admin-key");
        assertThat(entries.path(1).path("target").asText()).isEqualTo("key/" + id);
        assertThat(entries.path(1).at("/before").has("tier")).isFalse();
        assertThat(entries.path(1).at("/after/tier").asText()).isEqualTo("free");
        assertThat(trail.body()).doesNotContain("hash", made.json().path("key").asText());
        assertThat(chief().get("/admin/audit?limit=0").status()).isEqualTo(400);
        assertThat(new Client(admin(), "wrong").get("/admin/audit").status()).isEqualTo(401);
    }
}
