package dev.sluice.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How people sign in at the {@link TestIssuer}: the authorization code flow with PKCE (RFC 6749, 4.1; RFC 7636). */
public final class SignIns {

    /** A code that was given out; absent when no proof belongs to it. */
    private record Grant(String token, @Nullable String challenge) {}

    private final Map<String, Grant> codes = new ConcurrentHashMap<>();
    private final List<String> forms = new CopyOnWriteArrayList<>();
    private volatile @Nullable Supplier<String> person;

    SignIns() {}

    void serve(HttpServer server) {
        server.createContext("/authorize", this::authorize);
        server.createContext("/token", this::exchange);
    }

    void person(Supplier<String> token) {
        person = token;
    }

    void code(String code, String token) {
        codes.put(code, new Grant(token, null));
    }

    List<String> forms() {
        return List.copyOf(forms);
    }

    private void authorize(HttpExchange exchange) throws IOException {
        String asked = exchange.getRequestURI().getRawQuery();
        String code = UUID.randomUUID().toString();
        String token =
                Objects.requireNonNull(person, "nobody is there to sign in").get();
        codes.put(code, new Grant(token, field(asked, "code_challenge")));
        String back = field(asked, "redirect_uri") + "?code=" + code + "&state="
                + URLEncoder.encode(field(asked, "state"), StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("location", back);
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private void exchange(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        forms.add(form);
        String token = token(form);
        byte[] body = (token == null
                        ? "{\"error\":\"invalid_grant\"}"
                        : "{\"token_type\":\"Bearer\",\"access_token\":\"" + token + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(token == null ? 400 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private @Nullable String token(String form) {
        Grant grant = codes.remove(field(form, "code"));
        if (grant == null) {
            return null;
        }
        String proof = challenge(field(form, "code_verifier"));
        return grant.challenge == null || grant.challenge.equals(proof) ? grant.token : null;
    }

    private static String challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A field of a form; empty when it is not there. */
    public static String field(String form, String name) {
        for (String field : form.split("&", -1)) {
            if (field.startsWith(name + "=")) {
                return URLDecoder.decode(field.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        return "";
    }
}
