package dev.sluice.gateway.recall;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.gateway.ingress.ChatRequest;
import dev.sluice.gateway.ingress.Turn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The scope within which an answer may be shared: a SHA-256 over everything of a request that can change its answer,
 * except the text of the last user turn. In it: the project, whether the prompt is optimised, all parameters known and
 * unknown, tools, and every other message with its place. Not in it, since they only say how the answer travels or who
 * asked: {@code model} (kept apart), {@code stream}, {@code stream_options}, {@code user}, {@code metadata},
 * {@code store}, {@code safety_identifier}, {@code prompt_cache_key}, {@code prompt_cache_retention}.
 */
final class Scope {

    private static final Set<String> DELIVERY = Set.of(
            "model",
            "stream",
            "stream_options",
            "user",
            "metadata",
            "store",
            "safety_identifier",
            "prompt_cache_key",
            "prompt_cache_retention");

    private Scope() {}

    /**
     * The scope of a request.
     *
     * @param asked turn that the text of is left out
     * @param project the caller's project
     * @param optimize how far its prompt will be shortened
     */
    static String of(ChatRequest request, Turn asked, @Nullable String project, String optimize) {
        MessageDigest hash = sha256();
        hash.update(
                ("v1\n" + (project == null ? "" : project) + "\n" + optimize + "\n").getBytes(StandardCharsets.UTF_8));
        hash.update(canonical(request, asked).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash.digest());
    }

    /** Hex SHA-256 of a text. */
    static String hash(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String canonical(ChatRequest request, Turn asked) {
        Map<String, String> members = new TreeMap<>();
        try (JsonParser json = CanonicalJson.JSON.createParser(request.bytes())) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (DELIVERY.contains(name) || value == JsonToken.VALUE_NULL) {
                    json.skipChildren();
                } else if (name.equals("messages")) {
                    json.skipChildren();
                    members.put(name, messages(request, asked));
                } else {
                    var text = new StringBuilder();
                    CanonicalJson.append(json, text);
                    members.put(name, text.toString());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var all = new StringBuilder();
        CanonicalJson.write(members, all);
        return all.toString();
    }

    private static String messages(ChatRequest request, Turn asked) throws IOException {
        var all = new StringBuilder("[");
        for (Turn turn : request.turns()) {
            all.append(message(request, turn, turn.equals(asked))).append(',');
        }
        return all.append(']').toString();
    }

    private static String message(ChatRequest request, Turn turn, boolean isAsked) throws IOException {
        Map<String, String> members = new TreeMap<>();
        int start = turn.whole().start();
        try (JsonParser json = CanonicalJson.JSON.createParser(
                request.bytes(), start, turn.whole().end() - start)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (value == JsonToken.VALUE_NULL) {
                    continue;
                }
                if (isAsked && name.equals("content")) {
                    members.put(name, "?" + parts(json));
                } else {
                    var text = new StringBuilder();
                    CanonicalJson.append(json, text);
                    members.put(name, text.toString());
                }
            }
        }
        var all = new StringBuilder();
        CanonicalJson.write(members, all);
        return all.toString();
    }

    /** How many parts a text has: two parts and one part with a line break are different questions. */
    private static int parts(JsonParser json) throws IOException {
        int count = 1;
        if (json.currentToken() == JsonToken.START_ARRAY) {
            count = 0;
            while (json.nextToken() != JsonToken.END_ARRAY) {
                json.skipChildren();
                count++;
            }
        }
        return count;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
