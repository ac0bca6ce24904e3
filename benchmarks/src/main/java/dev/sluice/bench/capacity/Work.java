package dev.sluice.bench.capacity;

import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/**
 * A kind of call whose price in processor time is wanted.
 *
 * @param name in metrics
 * @param path of the gateway
 * @param headers beside the key
 * @param body of a call with that number
 * @param calls how many are counted
 */
record Work(String name, String path, Map<String, String> headers, LongFunction<String> body, int calls) {

    private static final String CHAT = "/v1/chat/completions";
    private static final String CACHE = "x-sluice-cache";
    private static final String OPTIMIZE = "x-sluice-optimize";

    /** About 300 tokens, with words that rules look at. */
    private static final String LONG = "I would appreciate it if you could explain how a lock gate works. ".repeat(20);

    static List<Work> all() {
        return List.of(
                new Work("chat", CHAT, Map.of(CACHE, "off", OPTIMIZE, "off"), i -> chat("Hello.", false), 40_000),
                new Work("hit", CHAT, Map.of(CACHE, "exact", OPTIMIZE, "off"), i -> chat("Hello.", false), 40_000),
                new Work("new_question", CHAT, Map.of(CACHE, "semantic", OPTIMIZE, "off"), Work::question, 1_000),
                new Work("light", CHAT, Map.of(CACHE, "off", OPTIMIZE, "light"), i -> chat(LONG + i, false), 1_000),
                new Work("stream_of_50", CHAT, Map.of(CACHE, "off", OPTIMIZE, "off"), i -> chat("Hello.", true), 200),
                new Work(
                        "task",
                        "/background/task",
                        Map.of(),
                        i -> "{\"type\":\"noop\",\"input\":{\"millis\":0}}",
                        10_000));
    }

    private static String question(long number) {
        return chat("How many steps of " + number + " cm does lock number " + number * 31 % 997 + " need?", false);
    }

    private static String chat(String text, boolean stream) {
        return "{\"model\":\"gpt-4o-mini\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                .formatted(stream, text);
    }
}
