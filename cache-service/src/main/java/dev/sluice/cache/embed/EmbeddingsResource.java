package dev.sluice.cache.embed;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.cache.CacheConfig;
import dev.sluice.kit.identity.CurrentCaller;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Embeddings in the OpenAI dialect, errors included. Texts of a call are embedded one after the other, so that a large call leaves room for look-ups. */
@Path("/v1/embeddings")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class EmbeddingsResource {

    /** As much as OpenAI takes for one text. */
    private static final int MOST_TOKENS_A_TEXT = 8_192;

    private static final int MOST_TOKENS_A_CALL = 65_536;

    private final Embedder embedder;
    private final ObjectMapper json;
    private final CurrentCaller caller;
    private final Duration deadline;

    EmbeddingsResource(Embedder embedder, ObjectMapper json, CurrentCaller caller, CacheConfig config) {
        this.embedder = embedder;
        this.json = json;
        this.caller = caller;
        this.deadline = config.embeddings().callDeadline();
    }

    /**
     * The answer.
     *
     * @param object always {@code list}
     * @param data a vector for each text, in order
     * @param model the model that made them
     * @param usage tokens read
     */
    @RegisterForReflection
    record Reply(String object, List<Item> data, String model, Usage usage) {

        Reply {
            data = List.copyOf(data);
        }
    }

    /**
     * One vector.
     *
     * @param object always {@code embedding}
     * @param index which text it belongs to
     * @param embedding numbers, or their base64
     */
    @RegisterForReflection
    record Item(String object, int index, Object embedding) {}

    /**
     * Tokens read.
     *
     * @param promptTokens by all texts
     * @param totalTokens the same
     */
    @RegisterForReflection
    record Usage(
            @JsonProperty("prompt_tokens") int promptTokens,
            @JsonProperty("total_tokens") int totalTokens) {}

    @POST
    public Reply embed(byte[] body) {
        caller.get();
        EmbeddingCall call = EmbeddingCall.parse(body, json, embedder.model().title());
        try {
            return embed(call);
        } catch (Embedder.NoVector none) {
            throw switch (none.why()) {
                case LOADING ->
                    OpenAiRefusal.unavailable(
                            "model_loading", "The embedding model is being loaded. Try again in a second.");
                case BUSY ->
                    OpenAiRefusal.unavailable(
                            "model_busy",
                            "The embedding model has too much to do. Try again, or send fewer texts at once.");
                case FAILED ->
                    OpenAiRefusal.unavailable(
                            "model_failed", "The embedding model cannot be run here; the service's log says why.");
            };
        }
    }

    private Reply embed(EmbeddingCall call) throws Embedder.NoVector {
        long end = System.nanoTime() + deadline.toNanos();
        List<Encoder.Tokens> all = new ArrayList<>();
        int total = 0;
        for (String text : call.texts()) {
            Encoder.Tokens tokens = embedder.tokens(text);
            total += tokens.count();
            if (tokens.count() > MOST_TOKENS_A_TEXT || total > MOST_TOKENS_A_CALL) {
                throw OpenAiRefusal.invalid(
                        "input",
                        "context_length_exceeded",
                        "At most %d tokens a text and %d a call are embedded. Send shorter texts or fewer of them."
                                .formatted(MOST_TOKENS_A_TEXT, MOST_TOKENS_A_CALL));
            }
            all.add(tokens);
        }
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            float[] vector = embedder.whole(all.get(i), Duration.ofNanos(end - System.nanoTime()));
            items.add(new Item("embedding", i, call.base64() ? base64(vector) : vector));
        }
        return new Reply("list", items, embedder.model().title(), new Usage(total, total));
    }

    private static String base64(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * vector.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    @ServerExceptionMapper
    public Response refused(OpenAiRefusal refusal) {
        var response = Response.status(refusal.status())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(refusal.body());
        return (refusal.status() == 503 ? response.header("Retry-After", "1") : response).build();
    }
}
