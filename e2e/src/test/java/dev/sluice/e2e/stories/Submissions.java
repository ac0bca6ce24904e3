package dev.sluice.e2e.stories;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Submits tasks as a client does that wants them done: with an Idempotency-Key, again and again until there is a 202. */
final class Submissions {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final ConcurrentHashMap<String, Set<String>> idsOfKey = new ConcurrentHashMap<>();

    /** Submits once more after every failure; gives the id. */
    String submit(Client client, String key, String body) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        String last = "no answer";
        while (System.nanoTime() < end) {
            try {
                var reply = client.post("/background/task", body, "idempotency-key", key);
                if (reply.status() == 202) {
                    String id = reply.json().path("id").asText();
                    idsOfKey.computeIfAbsent(key, k -> ConcurrentHashMap.newKeySet())
                            .add(id);
                    return id;
                }
                last = reply.status() + " " + reply.body();
                if (reply.status() < 500 && reply.status() != 409 && reply.status() != 429) {
                    throw new AssertionError("refused: " + last);
                }
            } catch (UncheckedIOException gone) {
                last = gone.getMessage();
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        throw new AssertionError("not accepted in " + PATIENCE + ": " + last);
    }

    /** The ids each key was answered with. */
    ConcurrentHashMap<String, Set<String>> idsOfKey() {
        return idsOfKey;
    }

    /** All ids that were answered with 202. */
    Set<String> accepted() {
        Set<String> all = ConcurrentHashMap.newKeySet();
        idsOfKey.values().forEach(all::addAll);
        return all;
    }
}
