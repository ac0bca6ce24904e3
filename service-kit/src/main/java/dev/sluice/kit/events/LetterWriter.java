package dev.sluice.kit.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.kit.kafka.TraceHeaders;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Turns published events into letters. */
@Singleton
class LetterWriter {

    private final ObjectMapper json;
    private final TraceHeaders traces;

    LetterWriter(ObjectMapper json, TraceHeaders traces) {
        this.json = json;
        this.traces = traces;
    }

    /** Absent for an event that cannot be written as JSON, which is logged. */
    @Nullable
    Letter write(Pending pending) {
        try {
            var headers = new RecordHeaders();
            traces.write(pending.trace(), headers);
            return new Letter(pending.event().tenant(), headers, json.writeValueAsBytes(pending.event()));
        } catch (JsonProcessingException e) {
            Log.errorf("an event could not be written as JSON: %s", e.getClass().getSimpleName());
            return null;
        }
    }
}
