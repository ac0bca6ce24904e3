package dev.sluice.gateway.testing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.gateway.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** Files below {@code goldens/}: what goes into a conversion and what must come out. */
public final class Goldens {

    private Goldens() {}

    public static byte[] bytes(String name) {
        try (InputStream in = Goldens.class.getResourceAsStream("/goldens/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    public static JsonNode json(String name) {
        return Json.read(bytes(name));
    }

    /** What a conversion of a stream says when its bytes come in pieces of this size. */
    public static String feed(UnaryOperator<byte[]> conversion, byte[] bytes, int size) {
        var said = new StringBuilder();
        for (int from = 0; from < bytes.length; from += size) {
            said.append(new String(
                    conversion.apply(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + size))),
                    StandardCharsets.UTF_8));
        }
        return said.toString();
    }
}
