package dev.sluice.optimizer.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.contracts.identity.Caller;
import dev.sluice.kit.config.InternalConfig;
import dev.sluice.kit.config.PeersConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Asking a cache-service that answers, refuses, talks nonsense or is not there. */
class CacheMeaningTest {

    private static final Caller CALLER = new Caller("acme", null, null, Set.of("chat"));
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ObjectMapper json = new ObjectMapper();
    private final List<String> tenants = new CopyOnWriteArrayList<>();
    private final AtomicReference<String> answer = new AtomicReference<>("");
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/embeddings", exchange -> {
            tenants.add(exchange.getRequestHeaders().getFirst("x-sluice-tenant"));
            JsonNode call = json.readTree(exchange.getRequestBody());
            String said = answer.get();
            byte[] reply =
                    (said.isEmpty() ? vectors(call.path("input").size()) : said).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(said.startsWith("!") ? 503 : 200, reply.length);
            exchange.getResponseBody().write(reply);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void eachTextGetsItsVectorOfLengthOneInTheCallersName() {
        List<float[]> vectors = meaning(PATIENCE).of(List.of("a", "b"), CALLER, PATIENCE);

        assertThat(vectors).hasSize(2);
        assertThat(vectors.getLast()).containsExactly(0.6f, 0.8f);
        assertThat(tenants).containsExactly("acme");
    }

    @Test
    void aServiceThatRefusesIsLeftAloneForAWhile() {
        answer.set("!busy");
        CacheMeaning meaning = meaning(PATIENCE);

        assertThat(meaning.of(List.of("a"), CALLER, PATIENCE)).isNull();
        answer.set("");
        assertThat(meaning.of(List.of("a"), CALLER, PATIENCE)).isNull();

        assertThat(tenants).hasSize(1);
        assertThat(meaning.isDegraded()).isTrue();
    }

    @Test
    void nonsenseAndMissingVectorsAreNoVectors() {
        for (String odd : List.of("[]", "{", "{\"data\":[{\"embedding\":\"?\"}]}", "{\"data\":[]}")) {
            answer.set(odd);
            assertThat(meaning(PATIENCE).of(List.of("a"), CALLER, PATIENCE)).isNull();
        }
    }

    @Test
    void aServiceThatIsNotThereIsNoError() {
        server.stop(0);

        assertThat(meaning(PATIENCE).of(List.of("a"), CALLER, PATIENCE)).isNull();
    }

    @Test
    void whoHasNoTimeLeftDoesNotAsk() {
        assertThat(meaning(PATIENCE).of(List.of("a"), CALLER, Duration.ofMillis(4)))
                .isNull();
        assertThat(tenants).isEmpty();
    }

    private CacheMeaning meaning(Duration pause) {
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new CacheMeaning(new Peers(base), new Internal(), new Settings(pause), json);
    }

    /** Vectors that point the same way and are five long. */
    private String vectors(int count) throws IOException {
        byte[] vector = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(3)
                .putFloat(4)
                .array();
        List<String> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add("{\"embedding\":"
                    + json.writeValueAsString(Base64.getEncoder().encodeToString(vector)) + "}");
        }
        return "{\"data\":[" + String.join(",", items) + "]}";
    }

    private record Settings(Duration pause) implements MeaningConfig {
        @Override
        public boolean enabled() {
            return true;
        }

        @Override
        public Duration deadline() {
            return PATIENCE;
        }
    }

    private record Internal() implements InternalConfig {
        @Override
        public Optional<String> secret() {
            return Optional.of("a-secret-of-the-tests");
        }

        @Override
        public boolean guard() {
            return true;
        }
    }

    private record Peers(URI cache) implements PeersConfig {
        @Override
        public URI gateway() {
            return cache;
        }

        @Override
        public URI optimizer() {
            return cache;
        }

        @Override
        public URI worker() {
            return cache;
        }

        @Override
        public URI analytics() {
            return cache;
        }
    }
}
