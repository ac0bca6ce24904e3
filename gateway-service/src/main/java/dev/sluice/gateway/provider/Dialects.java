package dev.sluice.gateway.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.GatewayConfig.Dialect;
import dev.sluice.gateway.answer.Answer;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.errors.OpenAiErrors;
import dev.sluice.gateway.errors.Speech;
import dev.sluice.gateway.ingress.ChatRequest;
import dev.sluice.gateway.ingress.ModelRequest;
import dev.sluice.gateway.ingress.TranslatedRequest;
import dev.sluice.gateway.json.Json;
import dev.sluice.gateway.provider.anthropic.AnthropicReply;
import dev.sluice.gateway.provider.anthropic.AnthropicRequest;
import dev.sluice.gateway.provider.anthropic.AnthropicStream;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Between the client's dialect and the provider's. Where they are the same, bytes pass as they are. */
public final class Dialects {

    /** OpenAI's models that think take no {@code max_tokens}; many other hosts know nothing else. */
    private static final Pattern REASONING = Pattern.compile("o[1-9]|gpt-5");

    private Dialects() {}

    /** Whether the deployment's provider speaks the dialect of the request, so that bytes pass as they are. */
    static boolean isExact(ModelRequest asked, Deployment deployment, Endpoint endpoint) {
        Dialect theirs = deployment.provider().dialect();
        if (!(asked instanceof TranslatedRequest other)) {
            return theirs == endpoint.dialect();
        }
        return switch (other.speech()) {
            case MESSAGES -> theirs == Dialect.ANTHROPIC;
            case RESPONSES ->
                theirs == Dialect.OPENAI && deployment.provider().abilities().responses();
            case CHAT -> false;
        };
    }

    /** Whether a stream has to be asked for its usage, so that it need not be estimated (ADR 0005). */
    static boolean addsUsage(ModelRequest asked, Deployment deployment, Endpoint endpoint) {
        return asked.usageWish() != null
                && deployment.provider().abilities().streamUsage()
                && (endpoint == Endpoint.CHAT || endpoint == Endpoint.COMPLETIONS)
                && isExact(asked, deployment, endpoint);
    }

    /** Where the provider takes it, below its base URL. */
    static String path(ModelRequest asked, Deployment deployment, Endpoint endpoint) {
        boolean anthropic = deployment.provider().dialect() == Dialect.ANTHROPIC;
        if (anthropic) {
            return endpoint.dialect() == Dialect.OPENAI ? "/messages" : endpoint.path();
        }
        boolean responses = asked instanceof TranslatedRequest other && other.speech() == Speech.RESPONSES;
        return (responses && isExact(asked, deployment, endpoint) ? Endpoint.RESPONSES : endpoint).path();
    }

    /**
     * The body for a deployment.
     *
     * @throws ApiError when the provider does not serve the endpoint, or the request cannot be said in its dialect
     */
    public static Buffer request(ModelRequest asked, Deployment deployment, Endpoint endpoint) {
        Provider provider = deployment.provider();
        boolean anthropic = provider.dialect() == Dialect.ANTHROPIC;
        boolean served = endpoint == Endpoint.CHAT
                || (provider.sibling() ? endpoint == Endpoint.EMBEDDINGS : endpoint.dialect() == provider.dialect());
        if (!served) {
            throw ApiError.invalid(
                    "model",
                    "unsupported_endpoint",
                    "The provider %s does not serve /v1%s. Ask it at /v1/chat/completions%s, or choose another model."
                            .formatted(provider.name(), endpoint.path(), anthropic ? "" : " or /v1/embeddings"));
        }
        if (isExact(asked, deployment, endpoint)) {
            return addsUsage(asked, deployment, endpoint)
                    ? asked.withModelAndUsage(deployment.model())
                    : asked.withModel(deployment.model());
        }
        ModelRequest chat = asked instanceof TranslatedRequest other ? translation(other, deployment) : asked;
        return anthropic
                ? Buffer.buffer(AnthropicRequest.from(chat.bytes(), deployment.model()))
                : chat.withModel(deployment.model());
    }

    private static ModelRequest translation(TranslatedRequest other, Deployment deployment) {
        ApiError refusal = other.refusal();
        if (refusal != null) {
            throw refusal;
        }
        boolean openAi = deployment.provider().dialect() == Dialect.OPENAI;
        return openAi && REASONING.matcher(deployment.model()).lookingAt() ? renamed(other.chat()) : other.chat();
    }

    private static ChatRequest renamed(ChatRequest chat) {
        if (!(Json.read(chat.bytes()) instanceof ObjectNode body && body.has("max_tokens"))) {
            return chat;
        }
        body.set("max_completion_tokens", body.remove("max_tokens"));
        return ChatRequest.read(Json.write(body));
    }

    /**
     * What makes chat completions of each chunk of a stream; the identity if they are some already, or if the caller
     * speaks what the provider speaks.
     *
     * @param answer is told the usage where the client is not
     */
    public static UnaryOperator<byte[]> stream(Call call, Answer answer) {
        return call.exact() || call.deployment().provider().dialect() != Dialect.ANTHROPIC
                ? UnaryOperator.identity()
                : new AnthropicStream(call.includeUsage(), now(), answer::tell)::accept;
    }

    /** A document or an error as one of chat completions; nothing when it is one already, or may stay what it is. */
    public static Optional<Buffer> document(Call call, int status, String contentType, Buffer body) {
        Provider provider = call.deployment().provider();
        if (!call.exact() && provider.dialect() == Dialect.ANTHROPIC) {
            byte[] said = body.getBytes();
            return Optional.of(Buffer.buffer(
                    status < 300 ? AnthropicReply.document(said, now()) : AnthropicReply.error(said, status)));
        }
        boolean problem = status >= 400 && provider.sibling() && contentType.startsWith("application/problem+json");
        return problem ? fromProblem(body, status) : Optional.empty();
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }

    /** Our own services speak problem+json. */
    private static Optional<Buffer> fromProblem(Buffer body, int status) {
        try {
            JsonObject problem = body.toJsonObject();
            return Optional.of(Buffer.buffer(OpenAiErrors.body(
                    problem.getString("detail", "The built-in model refused the request."),
                    status < 500 ? "invalid_request_error" : "server_error",
                    null,
                    problem.getString("code", "refused"))));
        } catch (DecodeException | ClassCastException e) {
            return Optional.empty();
        }
    }
}
