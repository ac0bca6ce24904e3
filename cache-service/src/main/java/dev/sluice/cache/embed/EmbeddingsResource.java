package dev.sluice.cache.embed;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.cache.tally.Tallies;
import dev.sluice.kit.identity.CurrentCaller;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Embeddings in the OpenAI dialect, errors included. Texts of a call are embedded one after the other, so that a large call leaves room for look-ups. */
@Path("/v1/embeddings")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Singleton
class EmbeddingsResource {

    /** As much as OpenAI takes for one text. */
    private static final int MOST_TOKENS_A_TEXT = 8_192;

    private static final int MOST_TOKENS_A_CALL = 65_536;

    private final Embedder embedder;
    private final KnownTexts texts;
    private final Tallies tallies;
    private final ObjectMapper json;
    private final CurrentCaller caller;
    private final Duration deadline;

    EmbeddingsResource(
            Embedder embedder, Tallies tallies, ObjectMapper json, CurrentCaller caller, EmbeddingsConfig config) {
        this.embedder = embedder;
        this.tallies = tallies;
        this.texts = new KnownTexts(config.knownTexts().asLongValue());
        this.json = json;
        this.caller = caller;
        this.deadline = config.callDeadline();
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
    @Operation(
            summary = "Embeddings in the OpenAI dialect",
            description =
                    "model is 'local'; input is a text or a list of up to 256. Texts sent lately are not computed again.")
    public Reply embed(byte[] body) {
        String tenant = caller.get().tenant();
        EmbeddingCall call = EmbeddingCall.parse(body, json, embedder.model().title());
        try {
            return embed(call, tenant);
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

    private Reply embed(EmbeddingCall call, String tenant) throws Embedder.NoVector {
        long end = System.nanoTime() + deadline.toNanos();
        // The same text twice is read, checked and embedded once; its tokens count as often as it was sent.
        Map<String, Text> texts = new LinkedHashMap<>();
        int total = 0;
        int spared = 0;
        for (String text : call.texts()) {
            String key = KnownTexts.key(tenant, text);
            Text one = texts.get(key);
            if (one == null) {
                one = text(key, text);
                texts.put(key, one);
                spared += one.known() == null ? 0 : 1;
            } else {
                spared++;
            }
            total += one.tokens();
            if (one.tokens() > MOST_TOKENS_A_TEXT || total > MOST_TOKENS_A_CALL) {
                throw OpenAiRefusal.invalid(
                        "input",
                        "context_length_exceeded",
                        "At most %d tokens a text and %d a call are embedded. Send shorter texts or fewer of them."
                                .formatted(MOST_TOKENS_A_TEXT, MOST_TOKENS_A_CALL));
            }
        }
        Map<String, float[]> vectors = new HashMap<>();
        for (Map.Entry<String, Text> one : texts.entrySet()) {
            vectors.put(one.getKey(), vector(one.getKey(), one.getValue(), end));
        }
        List<Item> items = new ArrayList<>();
        for (String text : call.texts()) {
            float[] vector = vectors.getOrDefault(KnownTexts.key(tenant, text), new float[0]);
            items.add(new Item("embedding", items.size(), call.base64() ? base64(vector) : vector));
        }
        tallies.of(tenant).embedded(items.size(), spared);
        return new Reply("list", items, embedder.model().title(), new Usage(total, total));
    }

    /** A text with its vector, if it is known, or else with its tokens. */
    private record Text(KnownTexts.@Nullable Known known, Encoder.@Nullable Tokens cut) {

        int tokens() {
            return known != null ? known.tokens() : cut != null ? cut.count() : 0;
        }
    }

    private Text text(String key, String text) throws Embedder.NoVector {
        KnownTexts.Known known = texts.find(key);
        return known == null ? new Text(null, embedder.tokens(text)) : new Text(known, null);
    }

    private float[] vector(String key, Text text, long end) throws Embedder.NoVector {
        if (text.known() != null) {
            return text.known().vector();
        }
        Encoder.Tokens cut = Objects.requireNonNull(text.cut());
        float[] vector = embedder.whole(cut, Duration.ofNanos(end - System.nanoTime()));
        texts.put(key, new KnownTexts.Known(vector, cut.count()));
        return vector;
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
