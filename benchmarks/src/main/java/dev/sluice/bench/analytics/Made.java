package dev.sluice.bench.analytics;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.sluice.contracts.events.Event;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Numbered events as the gateway would tell them; the cost of number n is n nano-USD. */
final class Made {

    private static final ObjectWriter JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build()
            .writerFor(Event.class);

    private Made() {}

    static Event event(long number, Instant at) {
        return new Event(
                Event.SCHEMA,
                new UUID(0x0199_0000_0000_7000L, Long.MIN_VALUE | number).toString(),
                at,
                "tenant-" + number % 20,
                "shop",
                Event.Source.GATEWAY,
                Event.Kind.COMPLETION,
                new Event.Origin("req-" + number, "key-" + number % 50, "session-" + number % 5_000, null),
                new Event.Call(
                        "default",
                        "openai",
                        "gpt-4o-mini",
                        "gpt-4o-mini",
                        true,
                        200,
                        null,
                        1,
                        300_000 + number % 900_000,
                        90_000L + number % 200_000,
                        350),
                new Event.Usage(900, 240, 0, 0, false, 0, 0),
                new Event.Money(number, 0, "bench"),
                new Event.CacheNote(number % 4 == 0 ? "HIT" : "MISS", null, null, 0),
                null,
                null,
                Map.of());
    }

    static byte[] json(long number, Instant at) throws Exception {
        return JSON.writeValueAsBytes(event(number, at));
    }
}
