package dev.sluice.gateway.provider;

import dev.sluice.gateway.GatewayConfig.Dialect;
import dev.sluice.gateway.answer.Answer;
import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.errors.OpenAiErrors;
import dev.sluice.gateway.ingress.ModelRequest;
import dev.sluice.gateway.provider.anthropic.AnthropicReply;
import dev.sluice.gateway.provider.anthropic.AnthropicRequest;
import dev.sluice.gateway.provider.anthropic.AnthropicStream;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Between the client's dialect and the provider's. Where they are the same, bytes pass as they are. */
public final class Dialects {

    private Dialects() {}

    /**
     * The body for a deployment.
     *
     * @throws ApiError when the provider does not serve the endpoint, or the request cannot be said in its dialect
     */
    public static Buffer request(ModelRequest asked, Deployment deployment, Endpoint endpoint) {
        Provider provider = deployment.provider();
        boolean chatOnly = provider.dialect() == Dialect.ANTHROPIC;
        boolean served =
                endpoint == Endpoint.CHAT || (provider.sibling() ? endpoint == Endpoint.EMBEDDINGS : !chatOnly);
        if (!served) {
            throw ApiError.invalid(
                    "model",
                    "unsupported_endpoint",
                    "The provider %s does not serve /v1%s. Ask it at /v1/chat/completions%s, or choose another model."
                            .formatted(provider.name(), endpoint.path(), chatOnly ? "" : " or /v1/embeddings"));
        }
        return Buffer.buffer(
                chatOnly
                        ? AnthropicRequest.from(asked.bytes(), deployment.model())
                        : asked.withModel(deployment.model()));
    }

    /**
     * What makes the client's dialect of each chunk of a stream.
     *
     * @param answer is told the usage where the client is not
     */
    public static UnaryOperator<byte[]> stream(Call call, Answer answer) {
        return call.deployment().provider().dialect() == Dialect.ANTHROPIC
                ? new AnthropicStream(call.includeUsage(), now(), answer::tell)::accept
                : UnaryOperator.identity();
    }

    /** A document or an error in the client's dialect; nothing when it is in it already. */
    public static Optional<Buffer> document(Call call, int status, String contentType, Buffer body) {
        Provider provider = call.deployment().provider();
        if (provider.dialect() == Dialect.ANTHROPIC) {
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
