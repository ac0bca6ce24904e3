package dev.sluice.gateway.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.errors.ApiError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** The view agrees with what a tree parser sees, and a splice changes nothing but its place. */
class ChatRequestProperties {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Property(tries = 400)
    void theViewAgreesWithATreeParser(@ForAll("requests") ObjectNode request, @ForAll boolean pretty)
            throws JsonProcessingException {
        byte[] body = write(request, pretty);

        ChatRequest view = ChatRequest.read(body);

        assertThat(view.model()).isEqualTo(request.get("model").asText());
        assertThat(view.stream()).isEqualTo(request.path("stream").asBoolean(false));
        assertThat(view.turns()).hasSize(request.get("messages").size());
        for (int i = 0; i < view.turns().size(); i++) {
            JsonNode message = request.get("messages").get(i);
            assertThat(view.turns().get(i).role()).isEqualTo(message.get("role").asText());
            assertThat(view.text(view.turns().get(i)))
                    .isEqualTo(message.get("content").asText());
        }
    }

    @Property(tries = 400)
    void replacingTheModelKeepsEveryOtherByte(
            @ForAll("requests") ObjectNode request, @ForAll boolean pretty, @ForAll("texts") String model)
            throws IOException {
        byte[] body = write(request, pretty);
        ChatRequest view = ChatRequest.read(body);

        byte[] changed = view.withModel(model).getBytes();

        ObjectNode wanted = request.deepCopy().put("model", model);
        assertThat(JSON.readTree(changed)).isEqualTo(wanted);
        Span at = view.modelAt();
        int tail = body.length - at.end();
        assertThat(Arrays.copyOf(changed, at.start())).isEqualTo(Arrays.copyOf(body, at.start()));
        assertThat(Arrays.copyOfRange(changed, changed.length - tail, changed.length))
                .isEqualTo(Arrays.copyOfRange(body, at.end(), body.length));
    }

    @Property(tries = 200)
    void replacingATextKeepsEveryOtherValue(@ForAll("requests") ObjectNode request, @ForAll("texts") String text)
            throws IOException {
        ChatRequest view = ChatRequest.read(write(request, false));
        @Nullable String[] texts = new String[view.turns().size()];
        texts[texts.length - 1] = text;

        ChatRequest changed = view.withTexts(Arrays.asList(texts));

        ObjectNode wanted = request.deepCopy();
        ((ObjectNode) wanted.get("messages").get(texts.length - 1)).put("content", text);
        assertThat(JSON.readTree(changed.bytes())).isEqualTo(wanted);
    }

    @Property(tries = 1000)
    void anyBytesAreReadOrRefusedAndNothingElse(@ForAll byte[] bytes) {
        try {
            ChatRequest.read(bytes);
        } catch (ApiError refused) {
            assertThat(refused.status()).isEqualTo(400);
        }
    }

    @Property(tries = 300)
    void aCutRequestIsRefused(@ForAll("requests") ObjectNode request, @ForAll("shares") double share)
            throws JsonProcessingException {
        byte[] body = write(request, false);
        byte[] cut = Arrays.copyOf(body, (int) (body.length * share));

        try {
            ChatRequest.read(cut);
            throw new AssertionError("read " + new String(cut, StandardCharsets.UTF_8));
        } catch (ApiError refused) {
            assertThat(refused.status()).isEqualTo(400);
        }
    }

    @Provide
    Arbitrary<Double> shares() {
        return Arbitraries.doubles().between(0, 0.99);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withCharRange('\u0000', '\u0100')
                .withChars("\"\\/\u20ac\ud83d\ude00")
                .ofMinLength(1)
                .ofMaxLength(20)
                .map(text -> "m" + text.replaceAll("[\ud800-\udfff]", "?"));
    }

    @Provide
    Arbitrary<ObjectNode> requests() {
        Arbitrary<Map<String, String>> message = Combinators.combine(
                        Arbitraries.of("system", "user", "assistant"), texts())
                .as((role, text) -> Map.of("role", role, "content", text));
        Arbitrary<List<Map<String, String>>> messages =
                message.list().ofMinSize(1).ofMaxSize(4);
        Arbitrary<Map<String, Object>> more = Arbitraries.maps(
                        Arbitraries.of("zzz", "future", "metadata", "seed"), values(3))
                .ofMaxSize(3);
        return Combinators.combine(texts(), messages, more, Arbitraries.of(true, false))
                .as((model, turns, rest, stream) -> {
                    ObjectNode request = JSON.createObjectNode();
                    rest.forEach((name, value) -> request.set(name, JSON.valueToTree(value)));
                    request.put("model", model);
                    request.set("messages", JSON.valueToTree(turns));
                    return request.put("stream", stream);
                });
    }

    private Arbitrary<Object> values(int depth) {
        Arbitrary<Object> leaf = Arbitraries.oneOf(
                texts().asGeneric(),
                Arbitraries.integers().asGeneric(),
                Arbitraries.of(true, false).asGeneric());
        return depth == 0
                ? leaf
                : Arbitraries.oneOf(
                        leaf,
                        values(depth - 1).list().ofMaxSize(3).asGeneric(),
                        Arbitraries.maps(texts(), values(depth - 1))
                                .ofMaxSize(3)
                                .asGeneric());
    }

    private static byte[] write(ObjectNode request, boolean pretty) throws JsonProcessingException {
        return pretty
                ? JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(request)
                : JSON.writeValueAsBytes(request);
    }
}
