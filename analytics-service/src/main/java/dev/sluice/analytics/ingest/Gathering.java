package dev.sluice.analytics.ingest;

import dev.sluice.analytics.store.Batch;
import dev.sluice.contracts.events.Event;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Records read and judged, waiting for their transaction; full by number or by age of the first. */
final class Gathering {

    private final EventReader reader;
    private final InstantSource clock;
    private final int rows;
    private final Duration wait;
    private final List<Event> events = new ArrayList<>();
    private final List<Batch.Reject> rejects = new ArrayList<>();
    private final Map<Batch.Source, Long> next = new HashMap<>();
    private @Nullable Instant first;

    Gathering(EventReader reader, InstantSource clock, int rows, Duration wait) {
        this.reader = reader;
        this.clock = clock;
        this.rows = rows;
        this.wait = wait;
    }

    /** Judges a record and takes it in. */
    void add(ConsumerRecord<String, byte[]> record) {
        if (first == null) {
            first = clock.instant();
        }
        switch (reader.read(record.value())) {
            case Reading.Good good -> events.add(good.event());
            case Reading.Bad bad -> rejects.add(reject(record, bad.reason()));
        }
        next.put(new Batch.Source(record.topic(), record.partition()), record.offset() + 1);
    }

    boolean isEmpty() {
        return events.isEmpty() && rejects.isEmpty();
    }

    boolean isFull() {
        return events.size() + rejects.size() >= rows;
    }

    /** Time the first record may still wait; zero when its transaction is due, the whole wait when there is none. */
    Duration patience() {
        if (first == null) {
            return wait;
        }
        Duration left = wait.minus(Duration.between(first, clock.instant()));
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** What was gathered; begins anew. */
    Batch take() {
        var batch = new Batch(clock.instant(), events, rejects, next);
        events.clear();
        rejects.clear();
        next.clear();
        first = null;
        return batch;
    }

    Batch.Reject reject(ConsumerRecord<String, byte[]> record, String reason) {
        byte[] value = record.value() == null ? new byte[0] : record.value();
        return new Batch.Reject(
                clock.instant(),
                new Batch.Source(record.topic(), record.partition()),
                record.offset(),
                reason,
                value.length,
                sha256(value));
    }

    private static String sha256(byte[] value) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(value));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
