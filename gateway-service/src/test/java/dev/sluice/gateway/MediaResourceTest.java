package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.testing.Client;
import dev.sluice.gateway.testing.GatewayTest;
import dev.sluice.testkit.Bytes;
import dev.sluice.testkit.Script;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pictures, sounds and files pass as they are. */
@QuarkusTest
class MediaResourceTest extends GatewayTest {

    private static final String BOUNDARY = "----sluice";

    @Test
    void aPictureIsMade() {
        String picture =
                "{\"created\":1,\"data\":[{\"b64_json\":\"aGk=\"}],\"usage\":{\"input_tokens\":8,\"output_tokens\":100}}";
        upstream.onModel("gpt-image-1", Script.raw(picture));

        var reply = newTenant("acme")
                .post("/v1/images/generations", "{\"model\":\"openai/gpt-image-1\",\"prompt\":\"a sluice\",\"n\":1}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(picture);
        assertThat(reply.header("x-sluice-route")).isEqualTo("openai/gpt-image-1");
        assertThat(upstream.lastRequest().path()).isEqualTo("/v1/images/generations");
        assertThat(upstream.lastRequest().body().text())
                .isEqualTo("{\"model\":\"gpt-image-1\",\"prompt\":\"a sluice\",\"n\":1}");
    }

    @Test
    void soundsComeAsTheBytesTheyAre() throws Exception {
        byte[] sound = new byte[200_000];
        for (int i = 0; i < sound.length; i++) {
            sound[i] = (byte) (i * 31);
        }
        upstream.onModel("gpt-4o-mini-tts", Script.raw(List.of(Bytes.of(sound), Bytes.of(sound)), "audio/mpeg"));

        HttpResponse<byte[]> reply = send(
                newTenant("acme"),
                "/v1/audio/speech",
                "application/json",
                "{\"model\":\"gpt-4o-mini-tts\",\"input\":\"hello\",\"voice\":\"alloy\"}"
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.headers().firstValue("content-type")).hasValue("audio/mpeg");
        assertThat(reply.body()).hasSize(400_000).startsWith(sound).endsWith(sound);
    }

    @Test
    void aRecordingIsTranscribed() throws Exception {
        upstream.enqueue(Script.raw(List.of(Bytes.utf8("1\n00:00 hello\n")), "text/plain; charset=utf-8"));
        byte[] form = form("openai/gpt-4o-transcribe", 100_000);

        HttpResponse<byte[]> reply =
                send(newTenant("acme"), "/v1/audio/transcriptions", "multipart/form-data; boundary=" + BOUNDARY, form);

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(new String(reply.body(), StandardCharsets.UTF_8)).isEqualTo("1\n00:00 hello\n");
        var received = upstream.lastRequest();
        assertThat(received.path()).isEqualTo("/v1/audio/transcriptions");
        assertThat(received.header("content-type")).isEqualTo("multipart/form-data; boundary=" + BOUNDARY);
        assertThat(received.body().toArray()).isEqualTo(form("gpt-4o-transcribe", 100_000));
    }

    @Test
    void aTranscriptStreamsToItsEnd() throws Exception {
        String[] events = {
            "data: {\"type\":\"transcript.text.delta\",\"delta\":\"hel\"}\n\n",
            "data: {\"type\":\"transcript.text.done\",\"text\":\"hello\",\"usage\":{\"input_tokens\":14,\"output_tokens\":2}}\n\n"
        };
        upstream.enqueue(Script.raw(List.of(Bytes.utf8(events[0]), Bytes.utf8(events[1])), "text/event-stream"));

        HttpResponse<byte[]> reply = send(
                newTenant("acme"),
                "/v1/audio/transcriptions",
                "multipart/form-data; boundary=" + BOUNDARY,
                form("gpt-4o-transcribe", 10));

        assertThat(new String(reply.body(), StandardCharsets.UTF_8)).isEqualTo(String.join("", events));
    }

    @Test
    void aFormThatBreaksOffIsRefused() throws Exception {
        byte[] form = form("gpt-4o-transcribe", 10);
        byte[] half = java.util.Arrays.copyOf(form, form.length - 10);

        HttpResponse<byte[]> reply =
                send(newTenant("acme"), "/v1/audio/translations", "multipart/form-data; boundary=" + BOUNDARY, half);

        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(new String(reply.body(), StandardCharsets.UTF_8)).contains("invalid_form");
        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void theLimitIsItsOwn() throws Exception {
        int limit = 25 * 1024 * 1024;
        var acme = newTenant("acme");
        int around = form("gpt-4o-transcribe", 0).length;
        String type = "multipart/form-data; boundary=" + BOUNDARY;

        assertThat(send(acme, "/v1/audio/translations", type, form("gpt-4o-transcribe", limit - around))
                        .statusCode())
                .isNotEqualTo(413);
        assertThat(send(acme, "/v1/audio/translations", type, form("gpt-4o-transcribe", limit - around + 1))
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void filesArePassedOnForThoseWhoShareThem() throws Exception {
        var sharer = Client.of(base(), admin(), "tenant-with-files");
        upstream.otherwise(Script.raw("{\"id\":\"file-1\",\"object\":\"file\"}"));

        HttpResponse<byte[]> uploaded =
                send(sharer, "/v1/files", "multipart/form-data; boundary=" + BOUNDARY, form("x", 50_000));
        var listed = sharer.get("/v1/files?purpose=batch&limit=2");

        assertThat(uploaded.statusCode()).isEqualTo(200);
        assertThat(listed.json().path("id").asText()).isEqualTo("file-1");
        var requests = upstream.requests();
        assertThat(requests.getFirst().body().toArray()).isEqualTo(form("x", 50_000));
        assertThat(requests.getFirst().header("authorization")).isEqualTo("Bearer sk-upstream-secret");
        assertThat(requests.getLast().path()).startsWith("/v1/files");
        assertThat(sharer.send("DELETE", "/v1/files/file-1", "").status()).isEqualTo(200);
    }

    @Test
    void nobodyElseSeesThoseFiles() {
        newTenant("acme").get("/v1/files");

        // Theirs are kept by worker-service.
        assertThat(siblings.worker.asked())
                .singleElement()
                .satisfies(asked -> assertThat(asked.path()).isEqualTo("/v1/files"));
        assertThat(upstream.requests()).isEmpty();
    }

    private static byte[] form(String model, int size) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(("--" + BOUNDARY
                        + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\nContent-Type: audio/wav\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        byte[] sound = new byte[size];
        for (int i = 0; i < size; i++) {
            sound[i] = (byte) (i % 7 == 0 ? '\r' : i % 7 == 1 ? '\n' : '-');
        }
        out.writeBytes(sound);
        out.writeBytes(("\r\n--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n" + model
                        + "\r\n--" + BOUNDARY + "--\r\n")
                .getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    private HttpResponse<byte[]> send(Client client, String path, String type, byte[] body)
            throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create(base() + path))
                            .header("authorization", "Bearer " + client.key())
                            .header("content-type", type)
                            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        }
    }
}
