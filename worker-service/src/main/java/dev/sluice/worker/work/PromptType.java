package dev.sluice.worker.work;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.kit.problem.Refusal;
import dev.sluice.worker.ledger.TasksConfig;
import dev.sluice.worker.llm.PassThrough;
import dev.sluice.worker.llm.Payer;
import dev.sluice.worker.model.ChatRequest;
import dev.sluice.worker.model.ChatRequest.BadChat;
import dev.sluice.worker.model.LocalChat;
import dev.sluice.worker.model.LocalModel;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Any chat completion request, {@code {"model": "...", "messages": [...]}}: through the gateway for the key that
 * submitted the task, or in this process for the model {@code local}. The result is the chat completion itself.
 */
@ApplicationScoped
class PromptType implements TaskType {

    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    private final PassThrough gateway;
    private final LocalChat local;
    private final ObjectMapper json;
    private final int longest;

    PromptType(PassThrough gateway, LocalChat local, ObjectMapper json, TasksConfig config) {
        this.gateway = gateway;
        this.local = local;
        this.json = json;
        this.longest = config.longestText();
    }

    @Override
    public String name() {
        return "prompt";
    }

    @Override
    public Duration timeout() {
        return TIMEOUT;
    }

    @Override
    public Optional<String> upstream(Map<String, Object> input) {
        return input.get("model") instanceof String model && !model.equals(LocalModel.NAME)
                ? Optional.of(model)
                : Optional.empty();
    }

    @Override
    public void check(Map<String, Object> input) {
        JsonNode body = json.valueToTree(input);
        String model = body.path("model").asText("");
        try {
            if (model.equals(LocalModel.NAME)) {
                ChatRequest request = ChatRequest.of(body);
                int length = request.messages().stream()
                        .mapToInt(message -> message.content().length())
                        .sum();
                if (length > longest) {
                    throw Refusal.badRequest(
                            "input_too_long",
                            "The messages have %d characters; at most %d are taken.".formatted(length, longest));
                }
                return;
            }
        } catch (BadChat e) {
            throw Refusal.badRequest("invalid_input", "input: " + e.getMessage());
        }
        if (model.isBlank()
                || !body.path("messages").isArray()
                || body.path("messages").isEmpty()) {
            throw Refusal.badRequest(
                    "invalid_input",
                    "input must be a chat request: {\"model\": \"...\", \"messages\": [{\"role\": \"user\", \"content\": \"...\"}]}.");
        }
    }

    @Override
    public Outcome run(Job job) throws CannotDo, TryLater, InterruptedException {
        ObjectNode body = json.valueToTree(job.input());
        body.remove("stream");
        body.remove("stream_options");
        job.progress().accept(5);
        String model = body.path("model").asText("");
        if (model.equals(LocalModel.NAME)) {
            try {
                return new Outcome(local.complete(job.tenant(), ChatRequest.of(body)), "local:extractive");
            } catch (BadChat e) {
                throw new CannotDo("The request was refused: " + e.getMessage());
            }
        }
        Payer payer = Ways.payer(job);
        if (!gateway.canSend(payer)) {
            throw new CannotDo(
                    "No API key had this submitted and the worker has none of its own (sluice.worker.llm.api-key), so the model 'local' is the only one.");
        }
        return judged(send(payer, body), model);
    }

    private PassThrough.Reply send(Payer payer, ObjectNode body) throws TryLater, InterruptedException {
        try {
            return gateway.send(payer, json.writeValueAsBytes(body), TIMEOUT);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request that was read cannot be written", e);
        } catch (IOException e) {
            throw new TryLater("The gateway could not be reached or did not answer in time.", Duration.ZERO);
        }
    }

    private Outcome judged(PassThrough.Reply reply, String model) throws CannotDo, TryLater {
        int status = reply.status();
        if (status == 408 || status == 429 || status >= 500) {
            String why = "The gateway answered %d.".formatted(status);
            Duration rest = Objects.requireNonNullElse(reply.retryAfter(), Duration.ZERO);
            throw status == 429 || status == 503 ? TryLater.asked(model, why, rest) : new TryLater(why, rest);
        }
        JsonNode answer;
        try {
            answer = json.readTree(reply.complete() ? reply.body() : "");
        } catch (IOException e) {
            throw new CannotDo("The gateway's answer (%d) is not JSON.".formatted(status));
        }
        if (answer.isMissingNode()) {
            throw new CannotDo("The gateway's answer (%d) is larger than a result may be.".formatted(status));
        }
        if (status != 200) {
            String code = answer.path("error")
                    .path("code")
                    .asText(answer.path("error").path("type").asText(""));
            throw new CannotDo(
                    "The gateway answered %d %s.".formatted(status, code).replace(" .", "."));
        }
        return new Outcome(answer, "llm:" + answer.path("model").asText(model));
    }
}
