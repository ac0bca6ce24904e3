package dev.sluice.gateway.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.gateway.errors.ApiError;
import io.quarkus.logging.Log;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The last step of signing in at one provider: the code that somebody came back with becomes a token (RFC 6749, 4.1.3;
 * the proof of RFC 7636). Blocks.
 */
final class CodeExchange {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final long LARGEST = 256 * 1024;
    private static final Set<String> TOKENS = Set.of("access_token", "id_token");

    private final String name;
    private final OidcConfig.Login config;
    private final HttpClient http;
    private final ObjectMapper json;

    CodeExchange(String name, OidcConfig.Login config, HttpClient http, ObjectMapper json) {
        if (!TOKENS.contains(config.token())) {
            throw new IllegalStateException("sluice.gateway.oidc.%s.login.token is access_token or id_token, not '%s'."
                    .formatted(name, config.token()));
        }
        this.name = name;
        this.config = config;
        this.http = http;
        this.json = json;
    }

    OidcConfig.Login config() {
        return config;
    }

    /**
     * The token of a code; a 401 {@link ApiError} when the provider does not take the code, 503 when it cannot be asked.
     *
     * @param verifier what the code's challenge was made of
     * @param redirect where the code was sent to
     */
    String token(String code, String verifier, String redirect) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", redirect);
        form.put("client_id", config.clientId());
        form.put("code_verifier", verifier);
        config.clientSecret().ifPresent(secret -> form.put("client_secret", secret));
        HttpResponse<byte[]> response = send(form);
        if (response.statusCode() != 200) {
            Log.warnf("the identity provider %s exchanged no code: status %d", name, response.statusCode());
            throw response.statusCode() >= 500 ? away() : refused();
        }
        String token = token(response.body());
        if (token.isEmpty()) {
            Log.warnf("the identity provider %s sent no %s", name, config.token());
            throw refused();
        }
        return token;
    }

    private HttpResponse<byte[]> send(Map<String, String> form) {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + '=' + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(config.tokenUrl())
                .timeout(TIMEOUT)
                .header("accept", "application/json")
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return http.send(
                    request, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), LARGEST));
        } catch (IOException e) {
            Log.warnf("the identity provider %s cannot be asked: %s", name, e.getMessage());
            throw away();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw away();
        }
    }

    private String token(byte[] body) {
        try {
            JsonNode answer = json.readTree(body);
            return answer == null ? "" : answer.path(config.token()).asText("");
        } catch (IOException e) {
            return "";
        }
    }

    private ApiError refused() {
        return ApiError.unauthenticated(
                "The identity provider '%s' did not take the code. Sign in again.".formatted(name));
    }

    private ApiError away() {
        return ApiError.unavailable(
                "issuer_away", "The identity provider '%s' cannot be asked. Try again soon.".formatted(name), 5);
    }
}
