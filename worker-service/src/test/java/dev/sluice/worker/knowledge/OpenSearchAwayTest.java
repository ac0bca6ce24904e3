package dev.sluice.worker.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.testkit.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An OpenSearch that is away, hangs, refuses or is said something it must not be said. */
class OpenSearchAwayTest {

    private static final KnowledgeIndex.Known NONE = new KnowledgeIndex.Known() {
        @Override
        public String model() {
            return "";
        }

        @Override
        public Vector of(String text) {
            return null;
        }
    };

    private final LinkedBlockingQueue<String> authorizations = new LinkedBlockingQueue<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile int status = 200;
    private volatile String body = "{}";
    private volatile boolean hangs;
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("authorization")));
            exchange.getRequestBody().readAllBytes();
            if (hangs) {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
    }

    private OpenSearchIndex index(String user, Duration within) {
        return new OpenSearchIndex(
                new OpenSearchSettings(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "k", user, within),
                new ObjectMapper(),
                (tenant, id) -> OptionalLong.of(1),
                10);
    }

    @Test
    void a_search_by_words_says_that_it_is_away_and_one_by_meaning_finds_nothing() {
        try (var index = new OpenSearchIndex(
                OpenSearchSettings.of(URI.create("http://127.0.0.1:" + Ports.free()), "k"),
                new ObjectMapper(),
                (tenant, id) -> OptionalLong.of(1),
                10)) {
            assertThatThrownBy(() -> index.byWords("acme", "papaya", Scope.ALL, 5))
                    .isInstanceOf(KnowledgeAway.class);
            assertThat(index.byMeaning("acme", "m", new Vector(new float[] {1}), Scope.ALL, 5))
                    .isEmpty();
            assertThat(index.isUp(Duration.ofSeconds(5))).isFalse();
        }
    }

    @Test
    void one_that_hangs_is_given_up() {
        hangs = true;
        try (OpenSearchIndex index = index("", Duration.ofMillis(200))) {
            assertThatThrownBy(() -> index.byWords("acme", "papaya", Scope.ALL, 5))
                    .isInstanceOf(KnowledgeAway.class);
        }
    }

    @Test
    void whatever_it_refuses_with_is_no_answer() {
        for (int refused : new int[] {400, 401, 403, 429, 500, 503}) {
            status = refused;
            body = "{\"error\":{\"type\":\"some_exception\"}}";
            try (OpenSearchIndex index = index("", Duration.ofSeconds(30))) {
                assertThatThrownBy(() -> index.byWords("acme", "papaya", Scope.ALL, 5))
                        .as("status %d", refused)
                        .isInstanceOf(KnowledgeAway.class);
                assertThatThrownBy(() -> index.put(document(), 1, Chunks.of("A text."), NONE))
                        .isInstanceOf(KnowledgeAway.class);
            }
        }
    }

    @Test
    void an_entry_that_is_refused_in_a_write_that_is_not_keeps_the_document_waiting() {
        body = "{\"errors\":true,\"items\":[{\"index\":{\"status\":429,\"error\":{\"type\":\"rejected\"}}}]}";
        try (OpenSearchIndex index = index("", Duration.ofSeconds(30))) {
            assertThatThrownBy(() -> index.put(document(), 1, Chunks.of("A text."), NONE))
                    .isInstanceOf(KnowledgeAway.class);

            body = "{\"errors\":true,\"items\":[{\"index\":{\"status\":400,\"error\":{\"type\":\"mapper_parsing\"}}}]}";
            assertThatThrownBy(() -> index.put(document(), 1, Chunks.of("A text."), NONE))
                    .as("what it will never take is not kept waiting")
                    .isNotInstanceOf(KnowledgeAway.class);

            body = "{\"errors\":true,\"items\":[{\"index\":{\"status\":409}}]}";
            index.put(document(), 1, Chunks.of("A text."), NONE);
        }
    }

    @Test
    void what_is_no_json_is_no_answer_either() {
        body = "<html>a proxy's page</html>";
        try (OpenSearchIndex index = index("", Duration.ofSeconds(30))) {
            assertThatThrownBy(() -> index.byWords("acme", "papaya", Scope.ALL, 5))
                    .isInstanceOf(KnowledgeAway.class);
        }
    }

    @Test
    void it_is_asked_as_the_user_who_is_configured() throws InterruptedException {
        try (OpenSearchIndex index = index("sluice", Duration.ofSeconds(30))) {
            index.isUp(Duration.ofSeconds(30));
        }
        try (OpenSearchIndex index = index("", Duration.ofSeconds(30))) {
            index.isUp(Duration.ofSeconds(30));
        }

        // sluice:of sluice
        assertThat(authorizations.take()).isEqualTo("Basic c2x1aWNlOm9mIHNsdWljZQ==");
        assertThat(authorizations.take()).isEqualTo("null");
    }

    private static Document document() {
        return new Document(Document.SCHEMA, "acme", "d", "T", null, "A text.", List.of(), Instant.EPOCH);
    }
}
