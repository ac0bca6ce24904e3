package dev.sluice.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.GatewayConfig.Dialect;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both allow-lists, header by header. */
class HeadersTest {

    @ParameterizedTest
    @CsvSource({
        "accept-language, OPENAI, true",
        "OpenAI-Beta, OPENAI, true",
        "OpenAI-Beta, ANTHROPIC, false",
        "anthropic-beta, ANTHROPIC, true",
        "anthropic-beta, OPENAI, false"
    })
    void whatAnUpstreamMaySee(String name, Dialect dialect, boolean passes) {
        MultiMap to = HttpHeaders.headers();

        Headers.toUpstream(HttpHeaders.headers().add(name, "v"), to, dialect);

        assertThat(to.contains(name)).isEqualTo(passes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "authorization",
                "x-api-key",
                "cookie",
                "proxy-authorization",
                "openai-organization",
                "openai-project",
                "anthropic-dangerous-direct-browser-access",
                "x-forwarded-for",
                "forwarded",
                "host",
                "connection",
                "te",
                "trailer",
                "upgrade",
                "expect",
                "transfer-encoding",
                "content-encoding",
                "content-length",
                "accept-encoding",
                "user-agent",
                "x-sluice-tenant",
                "x-sluice-internal",
                "x-sluice-tags",
                "traceparent",
                "x-stainless-os"
            })
    void whatNoUpstreamSees(String name) {
        for (Dialect dialect : Dialect.values()) {
            MultiMap to = HttpHeaders.headers();
            Headers.toUpstream(HttpHeaders.headers().add(name, "v"), to, dialect);
            assertThat(to).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Type, content-type",
        "cache-control, cache-control",
        "retry-after, retry-after",
        "retry-after-ms, retry-after-ms",
        "x-should-retry, x-should-retry",
        "openai-processing-ms, openai-processing-ms",
        "openai-version, openai-version",
        "x-ratelimit-remaining-tokens, x-ratelimit-remaining-tokens",
        "anthropic-ratelimit-tokens-remaining, anthropic-ratelimit-tokens-remaining",
        "content-disposition, content-disposition",
        "x-request-id, x-upstream-request-id",
        "request-id, x-upstream-request-id"
    })
    void whatAClientMaySee(String theirs, String ours) {
        MultiMap to = HttpHeaders.headers();

        Headers.toClient(HttpHeaders.headers().add(theirs, "v"), to);

        assertThat(to.names()).containsExactly(ours);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set-cookie",
                "openai-organization",
                "openai-project",
                "anthropic-organization-id",
                "authorization",
                "x-api-key",
                "www-authenticate",
                "connection",
                "keep-alive",
                "proxy-authenticate",
                "transfer-encoding",
                "content-encoding",
                "content-length",
                "trailer",
                "upgrade",
                "server",
                "via",
                "cf-ray",
                "alt-svc",
                "strict-transport-security",
                "access-control-allow-origin",
                "x-sluice-cost"
            })
    void whatNoClientSees(String name) {
        MultiMap to = HttpHeaders.headers();

        Headers.toClient(HttpHeaders.headers().add(name, "v"), to);

        assertThat(to).isEmpty();
    }
}
