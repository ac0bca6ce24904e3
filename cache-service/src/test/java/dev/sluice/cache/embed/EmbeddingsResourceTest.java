package dev.sluice.cache.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.sluice.cache.CacheClient;
import dev.sluice.kit.ids.Ids;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class EmbeddingsResourceTest {

    private final CacheClient acme = new CacheClient("acme");

    @BeforeEach
    void ready() {
        CacheClient.awaitModel();
    }

    @Test
    void aTextBecomesAVector() {
        acme.call()
                .body(Map.of("model", "local", "input", "hello"))
                .post("/v1/embeddings")
                .then()
                .statusCode(200)
                .body("object", equalTo("list"))
                .body("model", equalTo("bge-small-en-v1.5"))
                .body("data", hasSize(1))
                .body("data[0].object", equalTo("embedding"))
                .body("data[0].embedding", hasSize(384))
                .body("usage.prompt_tokens", equalTo(3))
                .body("usage.total_tokens", equalTo(3));
    }

    @Test
    void base64HoldsTheSameNumbers() {
        List<Float> numbers = acme.call()
                .body(Map.of("model", "local", "input", List.of("a", "b c d")))
                .post("/v1/embeddings")
                .then()
                .statusCode(200)
                .extract()
                .path("data[1].embedding");
        String base64 = acme.call()
                .body(Map.of("model", "bge-small-en-v1.5", "input", List.of("a", "b c d"), "encoding_format", "base64"))
                .post("/v1/embeddings")
                .then()
                .statusCode(200)
                .extract()
                .path("data[1].embedding");
        var floats = ByteBuffer.wrap(Base64.getDecoder().decode(base64))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        assertThat(floats.remaining()).isEqualTo(384);
        for (int i = 0; i < 384; i++) {
            assertThat(floats.get(i)).isEqualTo(numbers.get(i));
        }
    }

    @Test
    void aTextSentAgainIsNotComputedAgainAndCountsItsTokensAllTheSame() {
        var fresh = new CacheClient("embeds-" + Ids.next());
        var stranger = new CacheClient("stranger-" + Ids.next());
        Object first = embed(fresh, "a", "b c d", "a")
                .body("usage.prompt_tokens", equalTo(11))
                .extract()
                .path("data");
        Object again = embed(fresh, "a", "b c d", "a")
                .body("usage.prompt_tokens", equalTo(11))
                .extract()
                .path("data");

        assertThat(again).isEqualTo(first);
        embed(stranger, "a");
        fresh.call()
                .get("/cache/stats")
                .then()
                .body("embeddings.texts", equalTo(6))
                .body("embeddings.known", equalTo(4));
        stranger.call()
                .get("/cache/stats")
                .then()
                .body("embeddings.texts", equalTo(1))
                .body("embeddings.known", equalTo(0));
    }

    private static ValidatableResponse embed(CacheClient client, String... texts) {
        return client.call()
                .body(Map.of("model", "local", "input", List.of(texts)))
                .post("/v1/embeddings")
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"input\":\"a\"} | 400 | missing_model",
                "{\"model\":\"text-embedding-3-small\",\"input\":\"a\"} | 404 | model_not_found",
                "{\"model\":\"local\"} | 400 | invalid_input",
                "{\"model\":\"local\",\"input\":\"\"} | 400 | invalid_input",
                "{\"model\":\"local\",\"input\":[]} | 400 | invalid_input",
                "{\"model\":\"local\",\"input\":[1,2,3]} | 400 | tokens_unsupported",
                "{\"model\":\"local\",\"input\":[[1,2],[3]]} | 400 | tokens_unsupported",
                "{\"model\":\"local\",\"input\":{}} | 400 | invalid_input",
                "{\"model\":\"local\",\"input\":\"a\",\"encoding_format\":\"hex\"} | 400 | invalid_encoding_format",
                "{\"model\":\"local\",\"input\":\"a\",\"dimensions\":100} | 400 | unsupported_dimensions",
                "{broken | 400 | invalid_json",
                "[] | 400 | invalid_json"
            })
    void badCallsAreRefusedTheWayOpenAiDoes(String body, int status, String code) {
        acme.call()
                .body(body)
                .post("/v1/embeddings")
                .then()
                .statusCode(status)
                .body("error.code", equalTo(code))
                .body("error.type", equalTo("invalid_request_error"));
    }

    @Test
    void asManyTextsAsFitAreTakenAndNotOneMore() {
        acme.call()
                .body(Map.of("model", "local", "input", Collections.nCopies(256, "a")))
                .post("/v1/embeddings")
                .then()
                .statusCode(200)
                .body("data", hasSize(256))
                .body("data[255].index", equalTo(255));
        acme.call()
                .body(Map.of("model", "local", "input", Collections.nCopies(257, "a")))
                .post("/v1/embeddings")
                .then()
                .statusCode(400)
                .body("error.code", equalTo("too_many_texts"));
    }

    @Test
    void aTextBeyondTheModelsReachIsRefused() {
        acme.call()
                .body(Map.of("model", "local", "input", "word ".repeat(8_191)))
                .post("/v1/embeddings")
                .then()
                .statusCode(400)
                .body("error.code", equalTo("context_length_exceeded"))
                .body("error.message", containsString("8192"));
    }
}
