package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.testing.Client;
import dev.sluice.gateway.testing.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys are made, listed and revoked on the management port, with the admin key alone. */
@QuarkusTest
class AdminResourceTest extends GatewayTest {

    private Client chief() {
        return new Client(admin(), "test-admin-key");
    }

    @Test
    void aKeyIsShownOnceWorksAndStopsWorkingWhenRevoked() {
        var made = chief().post(
                        "/admin/keys",
                        "{\"tenant\":\"acme\",\"name\":\"ci\",\"project\":\"site\",\"scopes\":[\"chat\"]}");
        String id = made.json().path("id").asText();
        var client = new Client(base(), made.json().path("key").asText());

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().path("key").asText()).matches("sk-sl-" + id + "-[0-9A-Za-z]{43}");
        assertThat(made.json().path("tenant").asText()).isEqualTo("acme");
        assertThat(client.chat("gpt-4o-mini", "hello").status()).isEqualTo(200);

        var list = chief().get("/admin/keys");
        assertThat(list.body()).contains(id, "\"project\":\"site\"").doesNotContain(client.key(), "hash");

        var revoked = chief().send("DELETE", "/admin/keys/" + id, "");
        assertThat(revoked.status()).isEqualTo(204);
        assertThat(client.chat("gpt-4o-mini", "hello").status()).isEqualTo(401);
        assertThat(chief().get("/admin/keys").body()).doesNotContain(id);
        assertThat(chief().send("DELETE", "/admin/keys/" + id, "").status()).isEqualTo(404);
    }

    @Test
    void withoutTheAdminKeyNothingIsDone() {
        String apiKey = newTenant("acme").key();

        for (String key : new String[] {"", "wrong", apiKey}) {
            var reply = new Client(admin(), key).post("/admin/keys", "{\"tenant\":\"acme\"}");

            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.header("content-type")).startsWith("application/problem+json");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "{}",
                "{\"tenant\":7}",
                "{\"tenant\":\"\"}",
                "{\"tenant\":\"a b\"}",
                "{\"tenant\":\"../x\"}",
                "{\"tenant\":\"acme\",\"colour\":\"red\"}",
                "{\"tenant\":\"acme\",\"scopes\":\"chat\"}",
                "{\"tenant\":\"acme\",\"scopes\":[7]}"
            })
    void aKeyThatMakesNoSenseIsRefusedWithARemedy(String body) {
        var reply = chief().post("/admin/keys", body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.header("content-type")).startsWith("application/problem+json");
        assertThat(reply.json().path("detail").asText()).hasSizeGreaterThan(20);
    }

    @Test
    void healthAndMetricsAreOnTheManagementPort() {
        assertThat(chief().get("/health/ready").status()).isEqualTo(200);
        newTenant("acme").chat("gpt-4o-mini", "measure me");

        assertThat(chief().get("/metrics").body())
                .contains("sluice_gateway_requests", "sluice_gateway_upstream_first_byte", "sluice_events_sent");
    }
}
