package dev.sluice.local.demo;

import dev.sluice.local.text.Json;
import java.util.function.BiConsumer;

/** Reads server-sent events line by line; comments and what is no JSON are passed over. */
final class EventLines {

    private final BiConsumer<String, Json> listener;
    private String event = "message";

    EventLines(BiConsumer<String, Json> listener) {
        this.listener = listener;
    }

    void line(String line) {
        if (line.isEmpty()) {
            event = "message";
        } else if (line.startsWith("event:")) {
            event = line.substring("event:".length()).strip();
        } else if (line.startsWith("data:")) {
            String data = line.substring("data:".length()).strip();
            if (data.startsWith("{")) {
                listener.accept(event, Json.parse(data));
            }
        }
    }
}
