package dev.sluice.cache.predict;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contracts.identity.Caller;
import dev.sluice.contracts.identity.InternalHeaders;
import dev.sluice.contracts.tasks.Lane;
import dev.sluice.kit.config.InternalConfig;
import dev.sluice.kit.config.PeersConfig;
import io.quarkus.logging.Log;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Hands work to the worker in the name of a caller. Blocking. */
@ApplicationScoped
class WorkerTasks {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(2))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final URI target;
    private final String secret;
    private final ObjectMapper json;

    WorkerTasks(PeersConfig peers, InternalConfig internal, ObjectMapper json) {
        this.target = URI.create(peers.worker() + "/background/task");
        this.secret = internal.secret().orElse("");
        this.json = json;
    }

    @PreDestroy
    void close() {
        client.shutdownNow();
    }

    /** Whether the worker took it: a chat completion request to be sent once more, at bulk priority. */
    boolean prefetch(Caller caller, String request) throws InterruptedException {
        try {
            ObjectNode task = json.createObjectNode();
            task.put("type", "prefetch").put("priority", Lane.BULK.wireName());
            task.putObject("input").set("request", json.readTree(request));
            HttpRequest.Builder call = HttpRequest.newBuilder(target)
                    .timeout(PATIENCE)
                    .header("content-type", "application/json")
                    .header(InternalHeaders.SECRET, secret)
                    .header(InternalHeaders.TENANT, caller.tenant())
                    .header(InternalHeaders.SCOPES, String.join(",", caller.scopes()));
            if (caller.project() != null) {
                call.header(InternalHeaders.PROJECT, caller.project());
            }
            if (caller.keyId() != null) {
                call.header(InternalHeaders.KEY_ID, caller.keyId());
            }
            HttpResponse<Void> taken = client.send(
                    call.POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(task)))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
            return taken.statusCode() == 202;
        } catch (JsonProcessingException e) {
            return false;
        } catch (IOException e) {
            Log.debugf("The worker took no work: %s", e.getClass().getSimpleName());
            return false;
        }
    }
}
