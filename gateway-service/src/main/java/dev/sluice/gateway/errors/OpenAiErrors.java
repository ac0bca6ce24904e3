package dev.sluice.gateway.errors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.quarkus.logging.Log;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Writes errors as {@code {"error":{"message","type","param","code"}}}. */
public final class OpenAiErrors {

    private static final JsonFactory JSON = new JsonFactory();

    private OpenAiErrors() {}

    /** What a failure is for the client: itself if it is one of ours, else a 500 that is logged here. */
    public static ApiError of(Throwable failure) {
        if (failure instanceof ApiError known) {
            return known;
        }
        Log.errorf(failure, "request failed unexpectedly");
        return ApiError.internal();
    }

    /** Answers a request that has not been answered yet, in the dialect of its path. */
    public static void send(RoutingContext route, ApiError error) {
        Speech.of(route).send(route, error);
    }

    /** The body of an error. */
    public static byte[] body(String message, String type, @Nullable String param, @Nullable String code) {
        var out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeObjectFieldStart("error");
            json.writeStringField("message", message);
            json.writeStringField("type", type);
            json.writeStringField("param", param);
            json.writeStringField("code", code);
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
