package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.testing.Client;
import dev.sluice.gateway.testing.GatewayTest;
import dev.sluice.testkit.TestIssuer;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens of an identity provider are as good as keys; forged ones are good for nothing. */
@QuarkusTest
class OidcResourceTest extends GatewayTest {

    private Client bearer(String token) {
        return new Client(base(), token);
    }

    private String token(Consumer<Map<String, Object>> change) {
        Map<String, Object> claims = issuer.claims("acme");
        change.accept(claims);
        return issuer.token(claims);
    }

    private Client.Reply refused(String token) {
        var reply = bearer(token).chat("gpt-4o-mini", "hello");
        assertThat(reply.status()).as(reply.body()).isEqualTo(401);
        assertThat(reply.json().at("/error/message").asText()).contains("token").doesNotContain(token);
        assertThat(upstream.requests()).isEmpty();
        return reply;
    }

    @Test
    void aTokenCallsForItsTenantWithItsScopes() {
        String token = token(claims -> claims.put("project", "site"));

        var reply = bearer(token).chat("gpt-4o-mini", "hello");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("x-ratelimit-limit-requests")).isEqualTo("10000");
        assertThat(bearer(token).get("/system/status").json().path("tenant").asText())
                .isEqualTo("acme");
        var tasks = bearer(token).get("/background/task");
        assertThat(tasks.status()).isEqualTo(403);
        assertThat(tasks.json().path("detail").asText()).contains("'tasks'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256:rsa-1", "PS256:rsa-1", "ES256:ec-1"})
    void eachListedAlgorithmIsTaken(String how) {
        String[] parts = how.split(":");

        var reply =
                bearer(issuer.token(parts[0], parts[1], issuer.claims("acme"))).get("/v1/models");

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    }

    @Test
    void aNewSigningKeyIsFoundWhenATokenNamesIt() {
        assertThat(bearer(token(claims -> {})).get("/v1/models").status()).isEqualTo(200);
        issuer.rsa("rsa-2");

        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(bearer(issuer.token("RS256", "rsa-2", issuer.claims("acme")))
                                .get("/v1/models")
                                .status())
                        .isEqualTo(200));
        issuer.remove("rsa-2");
    }

    @Test
    void aTokenWithoutSignatureIsRefused() {
        for (String none : List.of("none", "None", "NONE")) {
            String unsigned = TestIssuer.part(Map.of("alg", none)) + "." + TestIssuer.part(issuer.claims("acme")) + ".";
            refused(unsigned);
            refused(unsigned + "AAAA");
        }
    }

    @Test
    void thePublicKeyIsNoSharedSecret() throws Exception {
        byte[] der = issuer.publicKey().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(der)
                + "\n-----END PUBLIC KEY-----\n";
        for (byte[] secret : List.of(der, pem.getBytes(StandardCharsets.US_ASCII))) {
            String signed = TestIssuer.part(Map.of("alg", "HS256", "kid", "rsa-1")) + "."
                    + TestIssuer.part(issuer.claims("acme"));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));

            refused(signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature));
        }
    }

    @Test
    void aKeyOfSomebodyElseIsNoKeyOfTheIssuer() throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        var thief = generator.generateKeyPair();
        int before = issuer.fetches();

        refused(TestIssuer.sign("RS256", thief, Map.of("alg", "RS256", "kid", "rsa-1"), issuer.claims("acme")));
        refused(TestIssuer.sign(
                "RS256",
                thief,
                Map.of("alg", "RS256", "kid", "rsa-1", "jku", issuer.url() + "?thief"),
                issuer.claims("acme")));
        refused(TestIssuer.sign(
                "RS256",
                thief,
                Map.of("alg", "RS256", "kid", "rsa-1", "jwk", Map.of("kty", "oct", "k", "AAAA")),
                issuer.claims("acme")));
        assertThat(issuer.fetches() - before).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../../../dev/null", "/etc/passwd", "http://127.0.0.1:1/jwks", "' OR 1=1 --", ""})
    void aKeyIdIsANameAndNothingElse(String kid) {
        refused(TestIssuer.sign(
                "RS256", issuer.pair("rsa-1"), Map.of("alg", "RS256", "kid", kid), issuer.claims("acme")));
    }

    @Test
    void whatTheClaimsMustSayTheyMustSay() {
        long now = java.time.Instant.now().getEpochSecond();

        refused(token(claims -> claims.put("iss", "https://id.example.com/realms/other")));
        refused(token(claims -> claims.put("iss", TestIssuer.ISSUER + "/")));
        refused(token(claims -> claims.remove("iss")));
        refused(token(claims -> claims.put("aud", "another")));
        refused(token(claims -> claims.remove("aud")));
        refused(token(claims -> claims.remove("exp")));
        refused(token(claims -> claims.put("exp", "tomorrow")));
        refused(token(claims -> claims.put("exp", now - 70)));
        refused(token(claims -> claims.put("nbf", now + 120)));
        refused(token(claims -> claims.remove("sub")));
        assertThat(bearer(token(claims -> claims.putAll(Map.of("iat", now - 99, "exp", now - 30))))
                        .get("/v1/models")
                        .status())
                .isEqualTo(200);
        assertThat(bearer(token(claims -> claims.put("aud", List.of("another", "sluice"))))
                        .get("/v1/models")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void anAlgorithmThatIsNotListedIsRefused() {
        refused(issuer.token("RS512", "rsa-1", issuer.claims("acme")));
    }

    @Test
    void withoutATenantOrAScopeATokenMayDoNothing() {
        for (Consumer<Map<String, Object>> change : List.<Consumer<Map<String, Object>>>of(
                claims -> claims.remove("tenant"),
                claims -> claims.put("tenant", "../x"),
                claims -> claims.put("tenant", List.of("acme")),
                claims -> claims.put("scope", "openid email"),
                claims -> claims.remove("scope"))) {
            var reply = bearer(token(change)).chat("gpt-4o-mini", "hello");

            assertThat(reply.status()).isEqualTo(403);
        }
        assertThat(upstream.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ey.", "ey..", "eyJ.eyJ.x", "eyJhbGciOiJSUzI1NiJ9.e30.AAAA", "ey.ey.ey.ey.ey"})
    void whatIsNoTokenIsRefused(String token) {
        refused(token);
    }

    @Test
    void aTokenOfAbsurdLengthIsRefused() {
        refused(token(claims -> claims.put("more", "x".repeat(9_000))));
    }

    @Test
    void anAdministratorByRoleIsNamedInTheAuditTrail() {
        String boss = token(claims -> {
            claims.put("realm", Map.of("roles", List.of("viewer", "sluice-admin")));
            claims.remove("tenant");
        });
        var admin = new Client(admin(), boss);

        assertThat(admin.send("PUT", "/admin/tenants/by-a-person", "{}").status())
                .isEqualTo(201);
        var entry = admin.get("/admin/audit?limit=1").json().at("/audit/0");
        assertThat(entry.path("actor").asText()).isEqualTo("test:alice");
        assertThat(entry.path("action").asText()).isEqualTo("tenant.put");
        assertThat(admin.send("DELETE", "/admin/tenants/by-a-person", "").status())
                .isEqualTo(204);

        var visitor = new Client(admin(), token(claims -> claims.put("realm", Map.of("roles", List.of("viewer")))));
        assertThat(visitor.get("/admin/keys").status()).isEqualTo(403);
        assertThat(new Client(admin(), boss + "x").get("/admin/keys").status()).isEqualTo(401);
    }
}
