package dev.sluice.worker.kafka;

import dev.sluice.kit.kafka.KafkaClients;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads single records of a topic by their place, by several threads at once. Reading on where the last read ended takes
 * no new question to the broker.
 */
public final class PlaceReader implements AutoCloseable {

    /** The topic could not be read, or did not answer in time. */
    public static final class Away extends Exception {

        private static final long serialVersionUID = 1L;

        Away(String message, @Nullable Throwable cause) {
            super(message, cause, false, false);
        }
    }

    private static final Duration POLL = Duration.ofMillis(500);
    private static final int FETCH_BYTES = 1024 * 1024;

    private final KafkaClients clients;
    private final String topic;
    private final Duration deadline;
    private final BlockingQueue<Seat> seats;

    /** A consumer, made at first use and after each failure. */
    private static final class Seat {
        private @Nullable KafkaConsumer<String, byte[]> consumer;
    }

    /**
     * A reader.
     *
     * @param atOnce how many threads may read at the same time; the others wait for their turn
     * @param deadline for one read, the wait included
     */
    public PlaceReader(KafkaClients clients, String topic, int atOnce, Duration deadline) {
        this.clients = clients;
        this.topic = topic;
        this.deadline = deadline;
        this.seats = new ArrayBlockingQueue<>(atOnce);
        for (int i = 0; i < atOnce; i++) {
            seats.add(new Seat());
        }
    }

    /** The value at this place; empty when it is no longer there. */
    public Optional<byte[]> read(int partition, long offset) throws Away, InterruptedException {
        long end = System.nanoTime() + deadline.toNanos();
        Seat seat = seats.poll(deadline.toNanos(), TimeUnit.NANOSECONDS);
        if (seat == null) {
            throw new Away("All readers of %s are busy".formatted(topic), null);
        }
        try {
            return read(seat, new TopicPartition(topic, partition), offset, end);
        } catch (KafkaException e) {
            close(seat);
            throw new Away("%s could not be read".formatted(topic), e);
        } finally {
            seats.add(seat);
        }
    }

    private Optional<byte[]> read(Seat seat, TopicPartition where, long offset, long end) throws Away {
        KafkaConsumer<String, byte[]> reading = consumer(seat);
        if (!reading.assignment().equals(Set.of(where))) {
            reading.assign(List.of(where));
            reading.seek(where, offset);
        } else if (reading.position(where) != offset) {
            reading.seek(where, offset);
        }
        while (System.nanoTime() < end) {
            for (ConsumerRecord<String, byte[]> record : reading.poll(POLL)) {
                return record.offset() == offset ? Optional.ofNullable(record.value()) : Optional.empty();
            }
        }
        throw new Away("%s did not give a record back in time".formatted(topic), null);
    }

    private KafkaConsumer<String, byte[]> consumer(Seat seat) {
        KafkaConsumer<String, byte[]> open = seat.consumer;
        if (open == null) {
            open = clients.consumer(
                    "sluice-places-" + topic,
                    "",
                    Map.of(
                            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                            1,
                            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                            FETCH_BYTES,
                            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                            "none"));
            seat.consumer = open;
        }
        return open;
    }

    private static void close(Seat seat) {
        KafkaConsumer<String, byte[]> open = seat.consumer;
        seat.consumer = null;
        if (open != null) {
            open.close();
        }
    }

    /** Closes the consumers that nobody reads with. */
    @Override
    public void close() {
        for (Seat seat = seats.poll(); seat != null; seat = seats.poll()) {
            close(seat);
        }
    }
}
