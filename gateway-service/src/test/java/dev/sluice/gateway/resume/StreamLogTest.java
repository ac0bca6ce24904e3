package dev.sluice.gateway.resume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.resume.StreamLog.Page;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is kept, for how far back, and in how little memory. */
class StreamLogTest {

    private static final String EVENT = "data: 1\n\n";
    private static final int NAMED = "id: s:1\n".length() + EVENT.length();

    private final AtomicLong all = new AtomicLong();

    @Test
    void whatWasMissedIsReadFromWhereItWasMissed() {
        StreamLog log = log(1_000);
        log.append(Buffer.buffer("data: a\n\ndata: b\n\nda"));
        log.append(Buffer.buffer("ta: c\n\n"));

        assertThat(log.after(1, 1_000)).isEqualTo(events(3, false, "id: s:2\ndata: b\n\n", "id: s:3\ndata: c\n\n"));
        log.end(Buffer.buffer("data: [DONE]\n\n"));
        assertThat(log.after(3, 1_000)).isEqualTo(events(4, true, "id: s:4\ndata: [DONE]\n\n"));
        assertThat(log.after(4, 1_000)).isEqualTo(events(4, true));
    }

    @Test
    void aLongStreamIsKeptUpToItsBoundAndWhoMissedMoreIsTooLate() {
        StreamLog log = log(3L * NAMED);
        for (int i = 0; i < 3; i++) {
            log.append(Buffer.buffer(EVENT));
        }
        assertThat(log.after(0, 1_000)).isInstanceOf(Page.Events.class);

        log.append(Buffer.buffer(EVENT));

        assertThat(log.after(0, 1_000)).isInstanceOf(Page.TooLate.class);
        assertThat(log.after(1, 1_000)).isInstanceOf(Page.Events.class);
        assertThat(all.get()).isEqualTo(3L * NAMED);
        log.clear();
        assertThat(all.get()).isZero();
    }

    @Test
    void theBoundOfAllStreamsHoldsForOne() {
        all.set(90);
        var log = new StreamLog("s", "t", 1_000, 100, all, null, 1);

        log.append(Buffer.buffer(EVENT));

        assertThat(all.get()).isEqualTo(90);
        assertThat(log.after(0, 100)).isInstanceOf(Page.TooLate.class);
    }

    @Test
    void anEventThatNeverCameIsTooLateToo() {
        StreamLog log = log(1_000);
        log.append(Buffer.buffer(EVENT));

        assertThat(log.after(2, 1_000)).isInstanceOf(Page.TooLate.class);
        assertThat(log.after(1, 1_000)).isEqualTo(events(1, false));
    }

    @Test
    void anEventLargerThanTheBoundPasses() {
        StreamLog log = log(20);
        Buffer large = Buffer.buffer("data: " + "x".repeat(100));

        assertThat(log.append(large)).isEqualTo(large);
        assertThat(log.after(0, 1_000)).isInstanceOf(Page.TooLate.class);
    }

    private StreamLog log(long bound) {
        return new StreamLog("s", "t", bound, 1_000_000, all, null, 1);
    }

    @Test
    void aLongPageEndsBetweenTwoEventsAndTheNextGoesOn() {
        StreamLog log = log(1_000);
        for (String word : List.of("a", "b", "c")) {
            log.add(Buffer.buffer(word.repeat(10)));
        }

        assertThat(log.after(0, 20)).isEqualTo(events(2, false, "a".repeat(10), "b".repeat(10)));
        assertThat(log.after(0, 5)).isEqualTo(events(1, false, "a".repeat(10)));
        log.finish();
        assertThat(log.after(2, 20)).isEqualTo(events(3, true, "c".repeat(10)));
    }

    private static Page.Events events(long last, boolean ended, String... parts) {
        return new Page.Events(Stream.of(parts).map(Buffer::buffer).toList(), last, ended);
    }
}
