package dev.sluice.worker.batches;

import io.quarkus.logging.Log;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The tallies of the batches that are not over, by key. */
final class Tallies {

    private static final Duration STRAY = Duration.ofHours(1);

    private final ConcurrentHashMap<String, Tally> all = new ConcurrentHashMap<>();
    private final Predicate<String> over;

    Tallies(Predicate<String> over) {
        this.over = over;
    }

    void fold(ConsumerRecord<String, byte[]> record) {
        if (over.test(record.key())) {
            return;
        }
        try {
            all.computeIfAbsent(record.key(), key -> new Tally())
                    .add(
                            Line.Head.of(record.headers()),
                            record.partition(),
                            record.offset(),
                            Instant.ofEpochMilli(record.timestamp()));
        } catch (RuntimeException e) {
            Log.warnf("an outcome at %d/%d cannot be read; left out", record.partition(), record.offset());
        }
    }

    Tally of(String key) {
        Tally known = all.get(key);
        return known == null ? new Tally() : known;
    }

    void forget(String key) {
        all.remove(key);
    }

    /** Outcomes that came late, or of batches that are no longer kept, need no tally. */
    void keep(Predicate<String> open, Instant now) {
        all.entrySet()
                .removeIf(entry ->
                        !open.test(entry.getKey()) && entry.getValue().touched().isBefore(now.minus(STRAY)));
    }
}
