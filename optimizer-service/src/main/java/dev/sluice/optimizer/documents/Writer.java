package dev.sluice.optimizer.documents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contracts.chat.ChatMessage;
import dev.sluice.contracts.identity.Caller;
import dev.sluice.contracts.identity.InternalHeaders;
import dev.sluice.kit.config.InternalConfig;
import dev.sluice.kit.config.PeersConfig;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Has a model write, through the gateway, for the caller: cached, limited and counted like any of its calls. */
@ApplicationScoped
class Writer {

    private static final int LARGEST = 1024 * 1024;

    /** The model did not write; it says why, for the caller. */
    static final class NoWriter extends Exception {

        private static final long serialVersionUID = 1L;

        private final String code;
        private final String why;

        NoWriter(String code, String why) {
            super(why, null, false, false);
            this.code = code;
            this.why = why;
        }

        String why() {
            return why;
        }

        String code() {
            return code;
        }
    }

    /** Is told that it still goes on; may end it. */
    interface Beat {
        void beat() throws IOException;
    }

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(2))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final URI target;
    private final String secret;
    private final DocumentsConfig config;
    private final ObjectMapper json;

    Writer(PeersConfig peers, InternalConfig internal, DocumentsConfig config, ObjectMapper json) {
        this.target = URI.create(peers.gateway() + "/v1/chat/completions");
        this.secret = internal.secret().orElse("");
        this.config = config;
        this.json = json;
    }

    @PreDestroy
    void close() {
        client.shutdownNow();
    }

    /** What the model said; blocks until it has. An interrupt, or a beat that fails, ends the call upstream. */
    String write(String model, List<ChatMessage> messages, Caller caller, Beat beat)
            throws NoWriter, IOException, InterruptedException {
        CompletableFuture<HttpResponse<InputStream>> call =
                client.sendAsync(call(model, messages, caller), HttpResponse.BodyHandlers.ofInputStream());
        try {
            HttpResponse<InputStream> reply = await(call, beat);
            try (InputStream body = reply.body()) {
                return said(reply.statusCode(), body.readNBytes(LARGEST));
            }
        } finally {
            call.cancel(true);
        }
    }

    private HttpResponse<InputStream> await(CompletableFuture<HttpResponse<InputStream>> call, Beat beat)
            throws NoWriter, IOException, InterruptedException {
        while (true) {
            try {
                return call.get(config.heartbeat().toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException quiet) {
                beat.beat();
            } catch (ExecutionException | CompletionException e) {
                boolean late = e.getCause() instanceof HttpTimeoutException;
                throw late
                        ? new NoWriter("model_late", "The model did not finish within %s.".formatted(config.section()))
                        : new NoWriter("gateway_away", "The gateway cannot be reached. Try again in a second.");
            }
        }
    }

    private HttpRequest call(String model, List<ChatMessage> messages, Caller caller) throws IOException {
        HttpRequest.Builder call = HttpRequest.newBuilder(target)
                .timeout(config.section())
                .header("content-type", "application/json")
                .header(InternalHeaders.SECRET, secret)
                .header(InternalHeaders.TENANT, caller.tenant());
        if (caller.keyId() != null) {
            call.header(InternalHeaders.KEY_ID, caller.keyId());
        }
        byte[] body = json.writeValueAsBytes(Map.of("model", model, "messages", messages));
        return call.POST(HttpRequest.BodyPublishers.ofByteArray(body)).build();
    }

    private String said(int status, byte[] body) throws NoWriter {
        JsonNode reply;
        try {
            reply = json.readTree(body);
        } catch (IOException odd) {
            reply = json.createObjectNode();
        }
        if (status != 200) {
            String why = reply.path("error").path("message").asText("no reason given");
            throw new NoWriter(
                    status == 404 ? "no_such_model" : "model_failed",
                    "The gateway answered %d: %s".formatted(status, why));
        }
        String text =
                reply.path("choices").path(0).path("message").path("content").asText("");
        if (text.isBlank()) {
            throw new NoWriter("model_silent", "The model answered nothing.");
        }
        return text;
    }
}
