package dev.sluice.bench.analytics;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Produces numbered events at a steady rate; everything it counts is confirmed by the broker at the end. */
final class Feed {

    private static final int STEP_MILLIS = 20;

    private Feed() {}

    /**
     * Sends them.
     *
     * @param tick called after each step of 20 ms with how many were sent by then
     */
    static void send(String bootstrap, int perSecond, long count, java.util.function.LongConsumer tick)
            throws Exception {
        int step = perSecond * STEP_MILLIS / 1_000;
        try (var producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrap,
                        "acks",
                        "all",
                        "linger.ms",
                        10,
                        "compression.type",
                        "lz4",
                        "batch.size",
                        131_072),
                new StringSerializer(),
                new ByteArraySerializer())) {
            long begin = System.nanoTime();
            for (long number = 0; number < count; ) {
                Instant at = Instant.now();
                for (long end = Math.min(count, number + step); number < end; number++) {
                    producer.send(
                            new ProducerRecord<>("sluice.events", "tenant-" + number % 20, Made.json(number, at)));
                }
                tick.accept(number);
                long due = begin + number * 1_000_000_000L / perSecond;
                long wait = due - System.nanoTime();
                if (wait > 0) {
                    TimeUnit.NANOSECONDS.sleep(wait);
                }
            }
            producer.flush();
        }
    }
}
