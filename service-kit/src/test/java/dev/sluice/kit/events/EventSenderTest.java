package dev.sluice.kit.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contracts.events.Event;
import dev.sluice.contracts.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events go straight to Kafka while it confirms them, and through the spill file when it does not. */
class EventSenderTest {

    private static final Duration NOW = Duration.ofMillis(1);
    private static final Duration SPILL_AFTER = Duration.ofSeconds(3);

    @TempDir
    Path folder;

    private final AtomicLong clock = new AtomicLong(1_000_000);
    private final BlockingQueue<Pending> waiting = new ArrayBlockingQueue<>(50);
    private final EventCounts counts = EventCounts.in(new SimpleMeterRegistry());
    private final List<MockProducer<String, byte[]>> producers = new ArrayList<>();
    private boolean confirms = true;
    private @Nullable Spill spill;
    private EventSender sender;

    @BeforeEach
    void start() throws IOException {
        sender = sender(100_000);
    }

    @Test
    void whatKafkaConfirmsNeverTouchesTheDisk() throws Exception {
        publish(1, 3);
        step(2);

        assertThat(delivered()).containsExactly("1", "2", "3");
        assertThat(counts.sent().count()).isEqualTo(3);
        assertThat(counts.spilled().count()).isZero();
    }

    @Test
    void whatIsNotConfirmedInTimeIsSpilledAndSentAgainInOrderWhenKafkaIsBack() throws Exception {
        confirms = false;
        publish(1, 3);
        step(2);
        clock.addAndGet(SPILL_AFTER.toNanos());
        step(1);
        assertThat(spill.records()).as("exactly the patience is still in time").isZero();

        clock.addAndGet(1);
        step(1);
        publish(4, 5);
        step(1);
        assertThat(spill.records()).isEqualTo(5);
        assertThat(waiting).isEmpty();

        confirms = true;
        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        step(3);
        assertThat(delivered()).endsWith("1", "2", "3", "4", "5");
        assertThat(counts.replayed().count()).isEqualTo(5);
        assertThat(counts.dropped().count()).isZero();

        publish(6, 6);
        step(2);
        assertThat(delivered()).endsWith("5", "6");
        assertThat(counts.sent().count()).isEqualTo(1);
    }

    @Test
    void aRefusalSpillsAtOnceAndTriesLessAndLessOften() throws Exception {
        confirms = false;
        publish(1, 1);
        step(1);
        producers.getFirst().errorNext(new TimeoutException("no leader"));
        step(1);
        assertThat(spill.records()).isEqualTo(1);
        assertThat(producers).hasSize(1);

        for (int i = 0; i < 20; i++) {
            clock.addAndGet(Duration.ofSeconds(1).toNanos());
            step(1);
            if (producers.size() > 1 && !producers.getLast().closed()) {
                producers.getLast().errorNext(new TimeoutException("no leader"));
                step(1);
            }
        }

        assertThat(producers.size()).as("tries in twenty seconds").isBetween(4, 8);
        assertThat(spill.records()).isEqualTo(1);
    }

    @Test
    void anEventThatCanNeverBeSentIsDroppedAndHoldsNobodyUp() throws Exception {
        confirms = false;
        publish(1, 2);
        step(1);
        producers.getFirst().errorNext(new RecordTooLargeException("12 MB"));
        producers.getFirst().completeNext();
        step(1);

        assertThat(counts.dropped().count()).isEqualTo(1);
        assertThat(counts.sent().count()).isEqualTo(1);
        assertThat(spill.records()).isZero();
    }

    @Test
    void beyondTheFileEventsWaitInMemoryAndNoneIsLostUntilThatIsFullToo() throws Exception {
        sender = sender(oneEvent() * 2);
        confirms = false;
        publish(1, 1);
        step(1);
        clock.addAndGet(SPILL_AFTER.toNanos() + 1);
        step(1);
        publish(2, 9);
        step(5);
        assertThat(spill.records()).isEqualTo(2);
        assertThat(waiting).as("3 was on its way when the file was full").hasSize(6);

        confirms = true;
        for (int i = 0; i < 20; i++) {
            clock.addAndGet(Duration.ofSeconds(5).toNanos());
            step(1);
        }

        assertThat(delivered()).endsWith("1", "2", "3", "4", "5", "6", "7", "8", "9");
        assertThat(counts.dropped().count()).isZero();
    }

    @Test
    void aStoppingServiceLeavesInTheFileWhatItCouldNotSendAndTheNextOneSendsIt() throws Exception {
        confirms = false;
        publish(1, 3);
        step(1);
        publish(4, 5);
        sender.finish(Duration.ZERO);

        confirms = true;
        sender = sender(100_000);
        assertThat(spill.records()).isEqualTo(5);
        step(3);

        assertThat(producers.getLast().history()).hasSize(5);
        assertThat(delivered()).endsWith("1", "2", "3", "4", "5");
        assertThat(spill.records()).isZero();
    }

    @Test
    void aStoppingServiceThatReachesKafkaSendsAllAndLeavesNoFile() throws Exception {
        publish(1, 5);
        sender.finish(Duration.ofSeconds(5));

        assertThat(delivered()).containsExactly("1", "2", "3", "4", "5");
        assertThat(counts.sent().count()).isEqualTo(5);
        assertThat(spill.bytes()).isZero();
    }

    @Test
    void withoutAFileAnEventWaitsInMemory() throws Exception {
        sender = new EventSender(
                waiting, EventSenderTest::letter, backlog(null), this::producer, counts, SPILL_AFTER, clock::get);
        confirms = false;
        publish(1, 2);
        step(1);
        clock.addAndGet(SPILL_AFTER.toNanos() + 1);
        step(1);
        publish(3, 4);
        step(3);

        confirms = true;
        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        step(5);

        assertThat(delivered()).endsWith("1", "2", "3", "4");
        assertThat(counts.dropped().count()).isZero();
    }

    private EventSender sender(long bound) throws IOException {
        if (spill != null) {
            spill.close();
        }
        spill = Spill.open(folder, bound);
        return new EventSender(
                waiting, EventSenderTest::letter, backlog(spill), this::producer, counts, SPILL_AFTER, clock::get);
    }

    private Backlog backlog(@Nullable Spill file) {
        return new Backlog(file, counts, clock::get, Duration.ofSeconds(1).toNanos());
    }

    private MockProducer<String, byte[]> producer() {
        var one = new MockProducer<>(confirms, null, new StringSerializer(), new ByteArraySerializer());
        producers.add(one);
        return one;
    }

    private void publish(int from, int to) {
        IntStream.rangeClosed(from, to)
                .forEach(i ->
                        assertThat(waiting.offer(pending(Integer.toString(i)))).isTrue());
    }

    private void step(int times) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            sender.step(NOW);
        }
    }

    private List<String> delivered() {
        return producers.stream()
                .flatMap(one -> one.history().stream())
                .peek(record -> assertThat(record.topic()).isEqualTo(Topics.EVENTS))
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .toList();
    }

    private static long oneEvent() {
        return Segment.HEAD + letter(pending("1")).encode().length;
    }

    private static Letter letter(Pending pending) {
        return new Letter(
                pending.event().tenant(),
                new RecordHeaders(),
                pending.event().id().getBytes(StandardCharsets.UTF_8));
    }

    private static Pending pending(String id) {
        return new Pending(
                new Event(
                        Event.SCHEMA,
                        id,
                        Instant.EPOCH,
                        "acme",
                        null,
                        Event.Source.GATEWAY,
                        Event.Kind.COMPLETION,
                        new Event.Origin("r", null, null, null),
                        null,
                        null,
                        new Event.Money(0, 0, "usd"),
                        null,
                        null,
                        null,
                        Map.of()),
                Context.root());
    }
}
