package dev.sluice.analytics.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import dev.sluice.contracts.events.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Batches as ClickHouse takes them: one JSON object a line. */
final class ClickHouseRows {

    private static final JsonFactory JSON = new JsonFactory();

    private ClickHouseRows() {}

    private interface Lines {
        void write(JsonGenerator json) throws IOException;
    }

    static byte[] events(List<Event> events, Instant ingestedAt) throws IOException {
        return lines(json -> {
            var row = new EventJson(json);
            for (Event event : events) {
                row.write(event, ingestedAt);
            }
        });
    }

    static byte[] rejects(List<Batch.Reject> rejects) throws IOException {
        return lines(json -> {
            for (Batch.Reject reject : rejects) {
                json.writeStartObject();
                json.writeStringField("rejected_at", EventJson.time(reject.at()));
                json.writeStringField("topic", reject.source().topic());
                json.writeNumberField("part", reject.source().partition());
                json.writeNumberField("off", reject.offset());
                json.writeStringField("reason", reject.reason());
                json.writeNumberField("size", reject.size());
                json.writeStringField("sha256", reject.sha256());
                json.writeEndObject();
            }
        });
    }

    static byte[] offsets(Map<Batch.Source, Long> next) throws IOException {
        return lines(json -> {
            for (var entry : next.entrySet()) {
                json.writeStartObject();
                json.writeStringField("topic", entry.getKey().topic());
                json.writeNumberField("part", entry.getKey().partition());
                json.writeNumberField("next_offset", entry.getValue());
                json.writeEndObject();
            }
        });
    }

    /** The same for the same events in the same order, whenever they come. */
    static String token(List<Event> events) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Event event : events) {
                digest.update(event.id().getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static byte[] lines(Lines lines) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
            lines.write(json);
        }
        return bytes.toByteArray();
    }
}
