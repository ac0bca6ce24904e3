package dev.sluice.worker.work;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.kit.problem.Refusal;
import dev.sluice.worker.llm.PassThrough;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * A chat completion request that somebody is expected to send soon, {@code {"request": {"model": "...", "messages": [...]}}}:
 * sent through the gateway on behalf of the key that submitted the task, so that the answer is in the cache. The answer is
 * not kept as a result.
 */
@ApplicationScoped
class PrefetchType implements TaskType {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final PassThrough gateway;
    private final ObjectMapper json;

    PrefetchType(PassThrough gateway, ObjectMapper json) {
        this.gateway = gateway;
        this.json = json;
    }

    @Override
    public String name() {
        return "prefetch";
    }

    @Override
    public Duration timeout() {
        return TIMEOUT;
    }

    @Override
    public void check(Map<String, Object> input) {
        JsonNode request = json.valueToTree(input).path("request");
        if (request.path("model").asText("").isBlank()
                || !request.path("messages").isArray()
                || request.path("messages").isEmpty()) {
            throw Refusal.badRequest(
                    "invalid_input",
                    "input must hold a chat request: {\"request\": {\"model\": \"...\", \"messages\": [{\"role\": \"user\", \"content\": \"...\"}]}}.");
        }
    }

    @Override
    public Outcome run(Job job) throws CannotDo, TryLater, InterruptedException {
        String key = job.keyId();
        if (key == null) {
            throw new CannotDo("No API key had this submitted, so there is nobody to ask for.");
        }
        JsonNode tree = json.valueToTree(job.input()).path("request");
        if (!(tree instanceof ObjectNode body)) {
            throw new CannotDo("There is no request.");
        }
        body.remove("stream");
        body.remove("stream_options");
        PassThrough.Reply reply;
        try {
            reply = gateway.sendAhead(job.tenant(), key, json.writeValueAsBytes(body), TIMEOUT);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request that was read cannot be written", e);
        } catch (IOException e) {
            throw new TryLater("The gateway could not be reached or did not answer in time.", Duration.ZERO);
        }
        int status = reply.status();
        if (status == 408 || status == 429 || status >= 500) {
            throw new TryLater(
                    "The gateway answered %d.".formatted(status),
                    Objects.requireNonNullElse(reply.retryAfter(), Duration.ZERO));
        }
        if (status != 200) {
            throw new CannotDo("The gateway answered %d.".formatted(status));
        }
        String model = body.path("model").asText("");
        return new Outcome(
                Map.of(
                        "fetched",
                        true,
                        "model",
                        model,
                        "cache",
                        Objects.requireNonNullElse(reply.cache(), ""),
                        "costUsd",
                        Objects.requireNonNullElse(reply.costUsd(), "0")),
                "llm:" + model);
    }
}
