package dev.sluice.gateway.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import dev.sluice.gateway.ingress.Body;
import dev.sluice.gateway.json.Json;
import java.util.Optional;

/**
 * A kept answer as one value: a JSON object with {@code provider}, or with {@code response} and {@code messages}; in a
 * zstd frame if it is long. Takes its time for long ones.
 */
final class Packed {

    /** Below, a frame saves less than it costs. */
    static final int LONG = 4_096;

    /** The first byte of a zstd frame; no JSON begins with it. */
    private static final byte FRAME = 0x28;

    private static final int LEVEL = 3;

    private Packed() {}

    static byte[] pack(Kept answer) {
        ObjectNode value = Json.object();
        if (answer.provider() != null) {
            value.put("provider", answer.provider());
        } else {
            value.set("response", Json.read(answer.response().bytes()));
            value.set("messages", Json.read(answer.messages().bytes()).path("messages"));
        }
        byte[] json = Json.write(value);
        return json.length < LONG ? json : Zstd.compress(json, LEVEL);
    }

    /**
     * An answer of a value.
     *
     * @param most the bytes it may have, unpacked
     * @return empty when the value is none of ours, or larger
     */
    static Optional<Kept> unpack(byte[] value, long most) {
        Optional<byte[]> json = value.length > 0 && value[0] == FRAME ? opened(value, most) : Optional.of(value);
        return json.filter(bytes -> bytes.length <= most).map(Json::read).flatMap(Packed::answer);
    }

    private static Optional<Kept> answer(JsonNode value) {
        if (value.path("provider").isTextual()) {
            return Optional.of(Kept.at(value.path("provider").asText()));
        }
        JsonNode response = value.path("response");
        JsonNode messages = value.path("messages");
        return response.isObject() && messages.isArray()
                ? Optional.of(new Kept(
                        null,
                        new Body(Json.write(response)),
                        new Body(Json.write(Json.object().set("messages", messages)))))
                : Optional.empty();
    }

    private static Optional<byte[]> opened(byte[] frame, long most) {
        long size = Zstd.getFrameContentSize(frame);
        if (size <= 0 || size > most) {
            return Optional.empty();
        }
        try {
            return Optional.of(Zstd.decompress(frame, (int) size));
        } catch (ZstdException broken) {
            return Optional.empty();
        }
    }
}
