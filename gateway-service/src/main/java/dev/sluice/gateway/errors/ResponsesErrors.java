package dev.sluice.gateway.errors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The {@code error} event of the Responses API. */
final class ResponsesErrors {

    private static final JsonFactory JSON = new JsonFactory();

    private ResponsesErrors() {}

    static byte[] event(ApiError error) {
        var out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("type", "error");
            json.writeStringField("code", error.code());
            json.writeStringField("message", error.message());
            json.writeStringField("param", error.param());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
