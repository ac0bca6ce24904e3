package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.BrotliOutputStream;
import com.github.luben.zstd.ZstdOutputStream;
import dev.sluice.gateway.testing.Client;
import dev.sluice.gateway.testing.GatewayTest;
import dev.sluice.testkit.Bytes;
import dev.sluice.testkit.Script;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Upstreams that compress although identity was asked for, and clients that do. */
@QuarkusTest
class EncodingResourceTest extends GatewayTest {

    private static final String DOCUMENT =
            "{\"id\":\"c1\",\"object\":\"chat.completion\",\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"caf\\u00e9\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":7,\"total_tokens\":18}}";
    private static final String ERROR = "{\"error\":{\"message\":\"Slow down\",\"type\":\"rate_limit_error\"}}";
    private static final String[] EVENTS = {
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"one\"}}]}\n\n",
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\" two\"},\"finish_reason\":\"stop\"}]}\n\n",
        "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":7,\"total_tokens\":18}}\n\n",
        "data: [DONE]\n\n"
    };

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "zstd"})
    void aCompressedDocumentIsReadAndLeavesAsItIs(String coding) throws IOException {
        upstream.onModel("gpt-packed", packed(coding, null, DOCUMENT));

        var reply = newTenant("acme").chat("gpt-packed", "hi", "x-sluice-cache", "off", "accept-encoding", "gzip, br");

        assertThat(reply.body()).isEqualTo(DOCUMENT);
        assertThat(reply.header("content-encoding")).isEmpty();
        assertThat(reply.headers().firstValueAsLong("content-length"))
                .hasValue(DOCUMENT.getBytes(StandardCharsets.UTF_8).length);
        assertThat(reply.header("x-sluice-cost")).as("usage was read").isNotEmpty();
        assertThat(upstream.lastRequest().header("accept-encoding")).isEqualTo("identity");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "zstd"})
    void aCompressedStreamIsReadEventByEvent(String coding) throws IOException {
        upstream.onModel("gpt-packed-stream", packed(coding, "text/event-stream", EVENTS));
        String body = Client.chatBody("gpt-packed-stream", "hi", true)
                .replace("\"stream\":true", "\"stream\":true,\"stream_options\":{\"include_usage\":true}");

        var reply = newTenant("acme").post("/v1/chat/completions", body, "x-sluice-cache", "off");

        assertThat(reply.body()).isEqualTo(String.join("", EVENTS));
        assertThat(reply.header("content-encoding")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "zstd"})
    void theFirstEventsOfACompressedStreamDoNotWaitForItsEnd(String coding) throws IOException {
        upstream.onModel(
                "gpt-packed-stall", packed(coding, "text/event-stream", EVENTS).stallAfterChunks(2));

        var reply = newTenant("acme").stream("gpt-packed-stall", "hi", "x-sluice-cache", "off");

        assertThat(reply.body())
                .startsWith(EVENTS[0] + EVENTS[1])
                .contains("upstream_timeout")
                .doesNotContain("[DONE]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "zstd"})
    void aCompressedErrorIsReadable(String coding) throws IOException {
        upstream.onModel("gpt-error-" + coding, packed(coding, null, ERROR).status(429));
        upstream.onModel("gpt-fault-" + coding, packed(coding, null, ERROR).status(429));
        var acme = newTenant("acme");

        var chat = acme.chat("gpt-error-" + coding, "hi");
        var message = acme.post(
                "/v1/messages",
                "{\"model\":\"gpt-fault-" + coding
                        + "\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");

        assertThat(chat.status()).isEqualTo(429);
        assertThat(chat.body()).isEqualTo(ERROR);
        assertThat(chat.header("content-encoding")).isEmpty();
        assertThat(message.json().at("/error/message").asText()).isEqualTo("Slow down");
    }

    @Test
    void anUnknownCodingIsABadGatewayAndNoGarbage() {
        upstream.onModel("gpt-odd-coding", Script.raw("???").header("content-encoding", "rot13"));

        var reply = newTenant("acme").chat("gpt-odd-coding", "hi");

        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.json().at("/error/code").asText()).isEqualTo("upstream_encoding");
        assertThat(reply.header("content-encoding")).isEmpty();
    }

    @Test
    void aClientMaySendGzip() throws Exception {
        String body = Client.chatBody("gpt-zipped", "hello zip", false);

        HttpResponse<String> reply = send("gzip", gzip(body.getBytes(StandardCharsets.UTF_8)));

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(upstream.lastRequest().body().text()).isEqualTo(body);
        assertThat(upstream.lastRequest().header("content-encoding")).isNullOrEmpty();
    }

    @Test
    void whatUnpacksToMoreThanTheLimitIsRefused() throws Exception {
        byte[] bomb = gzip(new byte[64 * 1024 * 1024]);

        HttpResponse<String> reply = send("gzip", bomb);

        assertThat(bomb.length).isLessThan(100_000);
        assertThat(reply.statusCode()).isEqualTo(413);
        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void otherCodingsOfClientsAreRefusedClearly() throws Exception {
        HttpResponse<String> other = send("br", new byte[] {1, 2, 3});
        HttpResponse<String> lie = send("gzip", "{}".getBytes(StandardCharsets.UTF_8));

        assertThat(other.statusCode()).isEqualTo(415);
        assertThat(other.headers().firstValue("accept-encoding")).hasValue("gzip, identity");
        assertThat(other.body()).contains("unsupported_encoding");
        assertThat(lie.statusCode()).isEqualTo(400);
        assertThat(lie.body()).contains("invalid_encoding");
    }

    private HttpResponse<String> send(String coding, byte[] body) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create(base() + "/v1/chat/completions"))
                            .header(
                                    "authorization",
                                    "Bearer " + newTenant("acme").key())
                            .header("content-type", "application/json")
                            .header("content-encoding", coding)
                            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    /** Each chunk flushed, so that it can be read as soon as it arrives. */
    private static Script packed(String coding, String type, String... chunks) throws IOException {
        var bytes = new ByteArrayOutputStream();
        OutputStream packer = packer(coding, bytes);
        List<Bytes> packed = new ArrayList<>();
        for (int i = 0; i < chunks.length; i++) {
            packer.write(chunks[i].getBytes(StandardCharsets.UTF_8));
            if (i == chunks.length - 1) {
                packer.close();
            } else {
                packer.flush();
            }
            packed.add(Bytes.of(bytes.toByteArray()));
            bytes.reset();
        }
        return Script.raw(packed, type == null ? "application/json" : type).header("content-encoding", coding);
    }

    private static OutputStream packer(String coding, OutputStream out) throws IOException {
        return switch (coding) {
            case "gzip" -> new GZIPOutputStream(out, 512, true);
            case "deflate" -> new DeflaterOutputStream(out, true);
            case "br" -> {
                Brotli4jLoader.ensureAvailability();
                yield new BrotliOutputStream(out);
            }
            default -> new ZstdOutputStream(out);
        };
    }

    private static byte[] gzip(byte[] body) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(body);
        }
        return out.toByteArray();
    }
}
