package dev.sluice.gateway.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.gateway.errors.ApiError;
import dev.sluice.testkit.TestIssuer;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One issuer's keys and tokens, with a clock in the hand. */
class IssuerTest {

    private static TestIssuer remote;
    private static Issuer shared;

    private final AtomicLong nanos = new AtomicLong(7);

    @BeforeAll
    @BeforeContainer
    static void open() {
        if (remote == null) {
            remote = new TestIssuer().open();
            shared = new IssuerTest().issuer(List.of("RS256"));
        }
    }

    @AfterAll
    @AfterContainer
    static void close() {
        if (remote != null) {
            remote.stop();
            remote = null;
        }
    }

    private Jwks jwks(String url) {
        return new Jwks(
                URI.create(url),
                Duration.ofMinutes(10),
                Duration.ofSeconds(10),
                nanos::get,
                HttpClient.newHttpClient());
    }

    private Issuer issuer(List<String> algorithms) {
        return new Issuer("test", config(algorithms), jwks(remote.url()));
    }

    @Test
    void aHailOfUnknownKeyIdsFetchesOnceAPause() throws Exception {
        Jwks jwks = jwks(remote.url());
        int before = remote.fetches();

        for (int i = 0; i < 100; i++) {
            assertThat(jwks.find("unknown-" + i, "RS256")).isNull();
        }
        assertThat(remote.fetches() - before).isEqualTo(1);

        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        assertThat(jwks.find("unknown", "RS256")).isNull();
        assertThat(remote.fetches() - before).isEqualTo(2);
        assertThat(jwks.find("rsa-1", "RS256")).isNotNull();
    }

    @Test
    void aKeyThatWasWithdrawnIsForgottenWithTheNextFetch() throws Exception {
        Jwks jwks = jwks(remote.url());
        remote.rsa("old");
        assertThat(jwks.find("old", "RS256")).isNotNull();
        remote.remove("old");

        assertThat(jwks.find("old", "RS256")).isNotNull();
        nanos.addAndGet(Duration.ofMinutes(10).toNanos() + 1);
        assertThat(jwks.find("old", "RS256")).isNull();
    }

    @Test
    void knownKeysStayGoodWhileTheProviderIsAwayAndNoneMeansTryAgain() throws Exception {
        Jwks jwks = jwks(remote.url());
        Jwks never = jwks("http://127.0.0.1:1/jwks");
        assertThat(jwks.find("rsa-1", "RS256")).isNotNull();
        remote.isAway(true);
        try {
            nanos.addAndGet(Duration.ofHours(1).toNanos());
            assertThat(jwks.find("rsa-1", "RS256")).isNotNull();
        } finally {
            remote.isAway(false);
        }
        assertThatThrownBy(() -> never.find("rsa-1", "RS256")).isInstanceOf(Jwks.Away.class);
        var issuer = new Issuer("test", config(List.of("RS256")), never);
        assertThatThrownBy(() -> issuer.check(remote.token(remote.claims("acme"))))
                .isInstanceOfSatisfying(
                        ApiError.class, error -> assertThat(error.status()).isEqualTo(503));
    }

    @Test
    void aKeyIsOfTheKindThatItsAlgorithmTakes() throws Exception {
        Jwks jwks = jwks(remote.url());

        assertThat(jwks.find("ec-1", "RS256")).isNull();
        assertThat(jwks.find("rsa-1", "ES256")).isNull();
        assertThat(jwks.find(null, "RS256")).isNotNull();
    }

    @Test
    void sharedSecretsAndNoSignatureCannotBeConfigured() {
        for (String bad : List.of("none", "HS256", "RS1", "")) {
            assertThatThrownBy(() -> issuer(List.of("RS256", bad)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("sluice.gateway.oidc.test.algorithms");
        }
        assertThatThrownBy(() -> issuer(List.of())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aSubjectThatCannotStandInAHeaderIsToldByItsHash() {
        var claims = new Claims("test", config(List.of("RS256")));

        assertThat(claims.id("alice@example.com")).isEqualTo("test:alice@example.com");
        assertThat(claims.id("a\r\nx-sluice-tenant: victim")).matches("test:sha256-[0-9a-f]{24}");
        assertThat(claims.id("x".repeat(200))).matches("test:sha256-[0-9a-f]{24}");
    }

    @Property(tries = 300)
    void aTokenThatWasTamperedWithDoesNotHold(
            @ForAll @IntRange(max = 10_000) int at, @ForAll @IntRange(min = 1, max = 63) int by) {
        String token = remote.token(remote.claims("acme"));
        int signature = token.lastIndexOf('.');
        int place = at % signature;
        String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int letter = letters.indexOf(token.charAt(place));
        char other = letter < 0 ? 'A' : letters.charAt((letter + by) % 64);
        String forged = token.substring(0, place) + other + token.substring(place + 1);

        assertThat(shared.check(token).id()).isEqualTo("test:alice");
        assertThatThrownBy(() -> shared.check(forged))
                .isInstanceOfSatisfying(
                        ApiError.class, error -> assertThat(error.status()).isEqualTo(401));
    }

    @Property(tries = 300)
    void anythingElseIsRefusedToo(@ForAll String one, @ForAll String two, @ForAll String three) {
        assertThatThrownBy(() -> shared.check(one + "." + two + "." + three)).isInstanceOf(ApiError.class);
        assertThatThrownBy(() -> shared.check(TestIssuer.part(Map.of("alg", "RS256", "kid", one)) + "."
                        + TestIssuer.part(Map.of("iss", two, "exp", three)) + ".AAAA"))
                .isInstanceOf(ApiError.class);
    }

    private static OidcConfig.Provider config(List<String> algorithms) {
        return new OidcConfig.Provider() {
            @Override
            public String issuer() {
                return TestIssuer.ISSUER;
            }

            @Override
            public List<String> audience() {
                return List.of(TestIssuer.AUDIENCE);
            }

            @Override
            public URI jwksUrl() {
                return URI.create(remote.url());
            }

            @Override
            public List<String> algorithms() {
                return algorithms;
            }

            @Override
            public String tenantClaim() {
                return "tenant";
            }

            @Override
            public Optional<String> tenant() {
                return Optional.empty();
            }

            @Override
            public Optional<String> projectClaim() {
                return Optional.empty();
            }

            @Override
            public String scopesClaim() {
                return "scope";
            }

            @Override
            public Optional<String> scopesPrefix() {
                return Optional.empty();
            }

            @Override
            public Optional<List<String>> defaultScopes() {
                return Optional.empty();
            }

            @Override
            public Optional<String> adminClaim() {
                return Optional.empty();
            }

            @Override
            public String adminValue() {
                return "sluice-admin";
            }

            @Override
            public Optional<OidcConfig.Login> login() {
                return Optional.empty();
            }

            @Override
            public Optional<String> tier() {
                return Optional.empty();
            }

            @Override
            public Duration clockSkew() {
                return Duration.ofSeconds(60);
            }

            @Override
            public Duration jwksTtl() {
                return Duration.ofMinutes(10);
            }

            @Override
            public Duration jwksPause() {
                return Duration.ofSeconds(10);
            }
        };
    }
}
