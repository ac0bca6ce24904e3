package dev.sluice.kit.events;

import io.quarkus.logging.Log;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Carries events from the publisher's buffer to Kafka. As long as Kafka confirms in time they go straight there. When it
 * does not, all that is unconfirmed goes to the {@link Backlog}, whatever comes follows it there, and the backlog is
 * sent from its head until it is empty: at least once, in order. One thread calls it.
 */
final class EventSender {

    static final int BATCH = 1_000;

    private static final int MOST_UNCONFIRMED = 10_000;
    private static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(5);

    private record Sent(Letter letter, Future<?> confirmation, long at) {}

    private record Replay(List<byte[]> payloads, List<Future<?>> confirmations, long at) {}

    private enum Fate {
        OPEN,
        CONFIRMED,
        REFUSED,
        FAILED
    }

    private final BlockingQueue<Pending> waiting;
    private final Function<Pending, @Nullable Letter> writer;
    private final Backlog backlog;
    private final Supplier<Producer<String, byte[]>> producers;
    private final EventCounts counts;
    private final long patience;
    private final LongSupplier nanoTime;
    private final Deque<Sent> sent = new ArrayDeque<>();

    private @Nullable Producer<String, byte[]> producer;
    private @Nullable Replay replay;
    private long pause = SHORTEST_PAUSE;
    private long nextReplay;

    EventSender(
            BlockingQueue<Pending> waiting,
            Function<Pending, @Nullable Letter> writer,
            Backlog backlog,
            Supplier<Producer<String, byte[]>> producers,
            EventCounts counts,
            Duration spillAfter,
            LongSupplier nanoTime) {
        this.waiting = waiting;
        this.writer = writer;
        this.backlog = backlog;
        this.producers = producers;
        this.counts = counts;
        this.patience = spillAfter.toNanos();
        this.nanoTime = nanoTime;
        this.nextReplay = nanoTime.getAsLong();
    }

    /** Does what there is to do; waits for an event at most so long when there is nothing. */
    void step(Duration longest) throws InterruptedException {
        if (backlog.isEmpty()) {
            straight(longest);
        } else {
            behind(longest);
        }
        backlog.sync();
    }

    /** Sends until the buffer is empty or the time is over, leaves the rest in the backlog, and closes all. */
    void finish(Duration longest) throws InterruptedException {
        long deadline = nanoTime.getAsLong() + longest.toNanos();
        while (backlog.isEmpty() && !(waiting.isEmpty() && sent.isEmpty()) && nanoTime.getAsLong() - deadline < 0) {
            step(Duration.ofMillis(10));
        }
        retreat("the service stops");
        for (Pending left = waiting.poll(); left != null; left = waiting.poll()) {
            keep(left);
        }
        backlog.close();
    }

    private void straight(Duration longest) throws InterruptedException {
        boolean room = sent.size() < MOST_UNCONFIRMED;
        long wait = sent.isEmpty() ? longest.toMillis() : Math.min(20, longest.toMillis());
        Pending next = room ? waiting.poll(wait, TimeUnit.MILLISECONDS) : null;
        for (int i = 0; next != null; i++) {
            Letter letter = writer.apply(next);
            if (letter == null) {
                counts.dropped().increment();
            } else {
                Future<?> confirmation = send(letter);
                sent.add(new Sent(letter, confirmation, nanoTime.getAsLong()));
                if (fate(confirmation) == Fate.FAILED) {
                    retreat("Kafka does not take events");
                    return;
                }
            }
            next = i < BATCH ? waiting.poll() : null;
        }
        if (!room) {
            Thread.sleep(5);
        }
        settle();
    }

    private void settle() {
        for (Sent first = sent.peek(); first != null; first = sent.peek()) {
            switch (fate(first.confirmation())) {
                case CONFIRMED -> counts.sent().increment();
                case REFUSED -> counts.dropped().increment();
                case FAILED -> {
                    retreat("Kafka refuses events");
                    return;
                }
                case OPEN -> {
                    if (nanoTime.getAsLong() - first.at() > patience) {
                        retreat("Kafka does not confirm events");
                    }
                    return;
                }
            }
            sent.remove();
        }
    }

    /** Everything unconfirmed goes to the backlog; what Kafka got all the same it gets twice, with the same id. */
    private void retreat(String why) {
        hangUp();
        int kept = 0;
        for (Sent one : sent) {
            switch (fate(one.confirmation())) {
                case CONFIRMED -> counts.sent().increment();
                case REFUSED -> counts.dropped().increment();
                case OPEN, FAILED -> {
                    backlog.add(one.letter());
                    kept++;
                }
            }
        }
        sent.clear();
        replay = null;
        backlog.keep();
        if (kept > 0) {
            Log.warnf("%s; they wait in the spill file until it does", why);
        }
        nextReplay = nanoTime.getAsLong() + pause;
    }

    private void behind(Duration longest) throws InterruptedException {
        long wait = replay == null ? Math.min(50, longest.toMillis()) : Math.min(5, longest.toMillis());
        if (backlog.accepts()) {
            Pending next = waiting.poll(wait, TimeUnit.MILLISECONDS);
            for (int i = 0; next != null; i++) {
                keep(next);
                next = i < BATCH && backlog.accepts() ? waiting.poll() : null;
            }
        } else {
            Thread.sleep(wait);
        }
        if (replay != null) {
            look(replay);
        } else if (nanoTime.getAsLong() - nextReplay >= 0) {
            replay();
        }
    }

    private void keep(Pending pending) {
        Letter letter = writer.apply(pending);
        if (letter == null) {
            counts.dropped().increment();
        } else {
            backlog.add(letter);
        }
    }

    private void replay() {
        List<byte[]> payloads = backlog.peek(BATCH);
        List<Future<?>> confirmations = new ArrayList<>(payloads.size());
        for (byte[] payload : payloads) {
            Future<?> confirmation = send(Letter.decode(payload));
            if (fate(confirmation) == Fate.FAILED) {
                later();
                return;
            }
            confirmations.add(confirmation);
        }
        replay = new Replay(payloads, confirmations, nanoTime.getAsLong());
    }

    private void look(Replay running) {
        int refused = 0;
        for (Future<?> confirmation : running.confirmations()) {
            switch (fate(confirmation)) {
                case CONFIRMED -> {}
                case REFUSED -> refused++;
                case FAILED -> {
                    later();
                    return;
                }
                case OPEN -> {
                    if (nanoTime.getAsLong() - running.at() > patience) {
                        later();
                    }
                    return;
                }
            }
        }
        backlog.remove(running.payloads());
        counts.dropped().increment(refused);
        counts.replayed().increment(running.payloads().size() - refused);
        replay = null;
        pause = SHORTEST_PAUSE;
        if (backlog.isEmpty()) {
            Log.info("Kafka confirms events again; the spill file is empty");
        }
    }

    private void later() {
        hangUp();
        replay = null;
        backlog.keep();
        pause = Math.min(LONGEST_PAUSE, pause * 2);
        nextReplay = nanoTime.getAsLong() + pause;
    }

    private Future<?> send(Letter letter) {
        try {
            if (producer == null) {
                producer = producers.get();
            }
            return producer.send(letter.record());
        } catch (KafkaException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** What is in the producer would only be sent twice. */
    private void hangUp() {
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
    }

    private static Fate fate(Future<?> confirmation) {
        if (!confirmation.isDone()) {
            return Fate.OPEN;
        }
        try {
            confirmation.get();
            return Fate.CONFIRMED;
        } catch (ExecutionException e) {
            return isPoison(e.getCause()) ? Fate.REFUSED : Fate.FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Fate.FAILED;
        }
    }

    /** What fails each time it is sent. */
    private static boolean isPoison(@Nullable Throwable failure) {
        return failure instanceof RecordTooLargeException
                || failure instanceof SerializationException
                || failure instanceof InvalidRecordException;
    }
}
