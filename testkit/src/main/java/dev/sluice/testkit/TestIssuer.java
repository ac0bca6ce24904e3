package dev.sluice.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An identity provider: it signs tokens with Java's own signatures, publishes its keys over HTTP, and signs people in without
 * asking them anything.
 */
public final class TestIssuer implements QuarkusTestResourceLifecycleManager {

    /** What its tokens name as their issuer. */
    public static final String ISSUER = "https://id.example.com/realms/test";
    /** Whom its tokens are meant for. */
    public static final String AUDIENCE = "sluice";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final Map<String, KeyPair> keys = new ConcurrentHashMap<>();
    private final SignIns signIns = new SignIns();
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile boolean away;
    private @Nullable HttpServer server;

    @Override
    public Map<String, String> start() {
        open();
        Map<String, String> config = settings();
        config.put("project-claim", "project");
        config.put("jwks-pause", "100ms");
        config.put("tier", "pro");
        config.put("login.client-secret", "hush & more");
        Map<String, String> named = new HashMap<>();
        config.forEach((key, value) -> named.put("sluice.gateway.oidc.test." + key, value));
        return named;
    }

    /** How the gateway is told to trust it, behind {@code sluice.gateway.oidc.<name>.}; started before. */
    public Map<String, String> settings() {
        Map<String, String> config = new HashMap<>();
        config.put("issuer", ISSUER);
        config.put("audience", AUDIENCE);
        config.put("jwks-url", url());
        config.put("admin-claim", "realm.roles");
        config.put("login.client-id", "dashboard");
        config.put("login.authorize-url", url().replace("/jwks", "/authorize"));
        config.put("login.token-url", url().replace("/jwks", "/token"));
        config.put("login.scope", "openid dashboard");
        config.put("login.title", "the test");
        return config;
    }

    /** Starts it by hand. */
    public TestIssuer open() {
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        rsa("rsa-1");
        ec("ec-1");
        server.createContext("/jwks", exchange -> {
            fetches.incrementAndGet();
            byte[] body = jwks().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(away ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        signIns.serve(server);
        server.start();
        this.server = server;
        return this;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(TestIssuer.class));
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    /** Where its keys are. */
    public String url() {
        return "http://127.0.0.1:"
                + Objects.requireNonNull(server, "not started").getAddress().getPort() + "/jwks";
    }

    /** Who signs in from now on. */
    public void person(Map<String, ?> claims) {
        signIns.person(() -> token(claims));
    }

    /** A code that may be exchanged once, for this token. */
    public void code(String code, String token) {
        signIns.code(code, token);
    }

    /** What was sent to exchange codes, the last one last. */
    public List<String> forms() {
        return signIns.forms();
    }

    /** How often its keys were fetched. */
    public int fetches() {
        return fetches.get();
    }

    /** Whether it answers 503 when its keys are asked for. */
    public void isAway(boolean now) {
        away = now;
    }

    /** A new RSA key under a name. */
    public void rsa(String kid) {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            keys.put(kid, generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void ec(String kid) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            keys.put(kid, generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes a key away. */
    public void remove(String kid) {
        keys.remove(kid);
    }

    /** A key by its name. */
    public KeyPair pair(String kid) {
        return Objects.requireNonNull(keys.get(kid), kid);
    }

    /** The public part of the first key. */
    public RSAPublicKey publicKey() {
        return (RSAPublicKey) pair("rsa-1").getPublic();
    }

    /** Claims of somebody of the tenant who may chat; change them as needed. */
    public Map<String, Object> claims(String tenant) {
        long now = Instant.now().getEpochSecond();
        return new LinkedHashMap<>(Map.of(
                "iss",
                ISSUER,
                "aud",
                AUDIENCE,
                "sub",
                "alice",
                "iat",
                now,
                "exp",
                now + 300,
                "tenant",
                tenant,
                "scope",
                "openid chat"));
    }

    /** A token that holds. */
    public String token(Map<String, ?> claims) {
        return token("RS256", "rsa-1", claims);
    }

    /** A token that is signed with one of the keys. */
    public String token(String algorithm, String kid, Map<String, ?> claims) {
        return sign(algorithm, pair(kid), Map.of("alg", algorithm, "kid", kid, "typ", "JWT"), claims);
    }

    /** Signs whatever header and claims are given. */
    public static String sign(String algorithm, KeyPair pair, Map<String, ?> header, Map<String, ?> claims) {
        String signed = part(header) + "." + part(claims);
        try {
            Signature signature = switch (algorithm) {
                case "RS256" -> Signature.getInstance("SHA256withRSA");
                case "RS512" -> Signature.getInstance("SHA512withRSA");
                case "ES256" -> Signature.getInstance("SHA256withECDSAinP1363Format");
                case "PS256" -> {
                    var pss = Signature.getInstance("RSASSA-PSS");
                    pss.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
                    yield pss;
                }
                default -> throw new IllegalArgumentException(algorithm);
            };
            signature.initSign(pair.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A part of a token. */
    public static String part(Map<String, ?> object) {
        try {
            return BASE64.encodeToString(JSON.writeValueAsBytes(object));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private String jwks() throws IOException {
        List<Map<String, String>> all = new ArrayList<>();
        keys.forEach((kid, pair) -> all.add(
                switch (pair.getPublic()) {
                    case RSAPublicKey rsa ->
                        Map.of(
                                "kty",
                                "RSA",
                                "use",
                                "sig",
                                "kid",
                                kid,
                                "n",
                                number(rsa.getModulus(), 256),
                                "e",
                                number(rsa.getPublicExponent(), 3));
                    case ECPublicKey ec ->
                        Map.of(
                                "kty",
                                "EC",
                                "kid",
                                kid,
                                "crv",
                                "P-256",
                                "x",
                                number(ec.getW().getAffineX(), 32),
                                "y",
                                number(ec.getW().getAffineY(), 32));
                    default -> throw new IllegalStateException();
                }));
        return JSON.writeValueAsString(Map.of("keys", all));
    }

    private static String number(BigInteger value, int length) {
        byte[] bytes = value.toByteArray();
        byte[] fixed = new byte[length];
        int take = Math.min(bytes.length, length);
        System.arraycopy(bytes, bytes.length - take, fixed, length - take, take);
        return BASE64.encodeToString(fixed);
    }
}
