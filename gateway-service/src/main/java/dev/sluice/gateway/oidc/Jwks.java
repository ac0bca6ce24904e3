package dev.sluice.gateway.oidc;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * The signing keys of one provider: fetched when first needed, when they are old, and when a token names one that is not
 * there; never more often than the pause allows. Keys that were fetched stay good while the provider cannot be reached.
 * Blocks.
 */
final class Jwks {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final long LARGEST = 256 * 1024;

    private final URI url;
    private final long ttlNanos;
    private final long pauseNanos;
    private final LongSupplier nanoTime;
    private final HttpClient http;

    private volatile List<PublicJsonWebKey> keys = List.of();
    private volatile boolean fetched;
    private long fetchedAt;
    private long triedAt;
    private boolean tried;

    /** The keys cannot be had at the moment. */
    static final class Away extends Exception {

        private static final long serialVersionUID = 1L;

        Away(String message) {
            super(message, null, false, false);
        }
    }

    Jwks(URI url, Duration ttl, Duration pause, LongSupplier nanoTime, HttpClient http) {
        this.url = url;
        this.ttlNanos = ttl.toNanos();
        this.pauseNanos = pause.toNanos();
        this.nanoTime = nanoTime;
        this.http = http;
    }

    /**
     * The key that a token names; null if the provider has no such key.
     *
     * @param kid the name; without one the provider must have a single key for the algorithm
     * @throws Away if no keys were ever fetched, and none can be
     */
    @Nullable
    Key find(@Nullable String kid, String algorithm) throws Away {
        refresh(false);
        Key known = among(keys, kid, algorithm);
        if (known == null && refresh(true)) {
            known = among(keys, kid, algorithm);
        }
        if (known == null && !fetched) {
            throw new Away("the signing keys cannot be fetched");
        }
        return known;
    }

    /** Fetches if it is time to; whether it did. One fetch at a time, the others wait for it. */
    private synchronized boolean refresh(boolean missing) {
        long now = nanoTime.getAsLong();
        boolean due = missing || !fetched || now - fetchedAt > ttlNanos;
        if (!due || (tried && now - triedAt < pauseNanos)) {
            return false;
        }
        tried = true;
        triedAt = now;
        try {
            keys = fetch();
            fetched = true;
            fetchedAt = now;
            return true;
        } catch (IOException | JoseException e) {
            Log.warnf("the signing keys at %s cannot be fetched: %s. Those known stay good.", url, e.getMessage());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private List<PublicJsonWebKey> fetch() throws IOException, InterruptedException, JoseException {
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(TIMEOUT)
                .header("accept", "application/json")
                .build();
        HttpResponse<byte[]> response = http.send(
                request, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), LARGEST));
        if (response.statusCode() != 200) {
            throw new IOException("status " + response.statusCode());
        }
        return new JsonWebKeySet(new String(response.body(), StandardCharsets.UTF_8))
                .getJsonWebKeys().stream()
                        .filter(Jwks::signs)
                        .map(PublicJsonWebKey.class::cast)
                        .toList();
    }

    /** Public keys for signatures only: a shared secret has no place in a published list. */
    private static boolean signs(JsonWebKey key) {
        return key instanceof PublicJsonWebKey
                && (key.getUse() == null || key.getUse().equals("sig"));
    }

    private static @Nullable Key among(List<PublicJsonWebKey> keys, @Nullable String kid, String algorithm) {
        List<PublicJsonWebKey> fitting = keys.stream()
                .filter(key -> kid == null || kid.equals(key.getKeyId()))
                .filter(key -> key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm))
                .filter(key -> type(algorithm).equals(key.getKeyType()))
                .toList();
        return fitting.size() == 1 ? Objects.requireNonNull(fitting.getFirst().getPublicKey()) : null;
    }

    private static String type(String algorithm) {
        return switch (algorithm.substring(0, 2)) {
            case "RS", "PS" -> "RSA";
            case "ES" -> "EC";
            default -> "OKP";
        };
    }
}
