package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.gateway.testing.Client;
import dev.sluice.gateway.testing.GatewayTest;
import dev.sluice.testkit.SignIns;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** People come back from their identity provider with a code, and go on with the token that the gateway gets for it. */
@QuarkusTest
class DashboardLoginTest extends GatewayTest {

    private static final String BACK = "http://localhost:8080/dashboard/";

    private Client nobody(String base) {
        return new Client(base, "none");
    }

    private static String login(String provider, String code) {
        return "{\"provider\":\"%s\",\"code\":\"%s\",\"verifier\":\"a-proof-of-43-characters\",\"redirectUri\":\"%s\"}"
                .formatted(provider, code, BACK);
    }

    @Test
    void thePageIsToldOnBothPortsWhomToSendPeopleToAndNoSecret() {
        for (String base : List.of(base(), admin())) {
            var reply = nobody(base).get("/dashboard/login");

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.header("cache-control")).isEqualTo("no-store");
            JsonNode provider = reply.json().at("/providers/0");
            assertThat(provider.path("name").asText()).isEqualTo("test");
            assertThat(provider.path("title").asText()).isEqualTo("the test");
            assertThat(provider.path("authorizeUrl").asText()).endsWith("/authorize");
            assertThat(provider.path("clientId").asText()).isEqualTo("dashboard");
            assertThat(reply.body()).doesNotContain("hush");
        }
    }

    @Test
    void aCodeBecomesATokenThatIsAsGoodAsAKey() {
        Map<String, Object> claims = issuer.claims("acme");
        claims.put("scope", "openid dashboard");
        issuer.code("code-1", issuer.token(claims));

        var reply = nobody(base()).post("/dashboard/login", login("test", "code-1"));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        String token = reply.json().path("token").asText();
        assertThat(new Client(base(), token)
                        .get("/system/limits")
                        .json()
                        .path("tenant")
                        .asText())
                .isEqualTo("acme");
        String form = issuer.forms().getLast();
        assertThat(SignIns.field(form, "grant_type")).isEqualTo("authorization_code");
        assertThat(SignIns.field(form, "code_verifier")).isEqualTo("a-proof-of-43-characters");
        assertThat(SignIns.field(form, "redirect_uri")).isEqualTo(BACK);
        assertThat(SignIns.field(form, "client_secret")).isEqualTo("hush & more");
        assertThat(nobody(base())
                        .post("/dashboard/login", login("test", "code-1"))
                        .status())
                .as("the same code once more")
                .isEqualTo(401);
    }

    @Test
    void anAdministratorSignsInOnTheManagementPort() {
        Map<String, Object> claims = issuer.claims("acme");
        claims.put("realm", Map.of("roles", List.of("sluice-admin")));
        issuer.code("code-2", issuer.token(claims));

        var reply = nobody(admin()).post("/dashboard/login", login("test", "code-2"));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        var boss = new Client(admin(), reply.json().path("token").asText());
        assertThat(boss.get("/admin/audit?limit=1").status()).isEqualTo(200);
    }

    @Test
    void whatIsNoLoginIsRefusedAndForgedTokensAreNotHandedOn() {
        issuer.code("code-3", issuer.token(issuer.claims("acme")) + "x");
        issuer.code("code-4", "opaque");

        assertThat(nobody(base())
                        .post("/dashboard/login", login("test", "code-3"))
                        .status())
                .isEqualTo(401);
        var opaque = nobody(base()).post("/dashboard/login", login("test", "code-4"));
        assertThat(opaque.status()).isEqualTo(401);
        assertThat(opaque.json().path("detail").asText()).contains("login.token");
        assertThat(nobody(base())
                        .post("/dashboard/login", login("another", "code-1"))
                        .status())
                .isEqualTo(400);
        assertThat(nobody(base()).post("/dashboard/login", "no json").status()).isEqualTo(400);
        assertThat(nobody(base())
                        .post("/dashboard/login", "{\"code\":\"" + "x".repeat(17_000) + "\"}")
                        .status())
                .isEqualTo(413);
    }
}
