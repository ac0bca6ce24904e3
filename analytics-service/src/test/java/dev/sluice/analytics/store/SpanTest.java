package dev.sluice.analytics.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SpanTest {

    private final TreeMap<Long, Long> due = new TreeMap<>();

    @Test
    void hoursThatFollowEachOtherAreOneSpan() {
        // When
        hour(7, 10);
        hour(8, 0);
        hour(9, 10);

        // Then
        assertThat(spans()).containsExactly(span(7, 10));
        assertThat(spans().getFirst().hours()).isEqualTo(3);
    }

    @Test
    void anHourThatIsNotDueEndsASpan() {
        // When
        hour(7, 10);
        hour(9, 10);

        // Then
        assertThat(spans()).containsExactly(span(7, 8), span(9, 10));
    }

    @Test
    void aSpanHasAsManyEventsAsAreSummedUpAtOnceAndNotOneMore() {
        // When
        hour(1, Span.MOST_EVENTS - 1);
        hour(2, 1);
        hour(3, 1);

        // Then
        assertThat(spans()).containsExactly(span(1, 3), span(3, 4));
    }

    @Test
    void anHourThatHasMoreThanThatIsASpanOfItsOwn() {
        // When
        hour(1, 5);
        hour(2, Span.MOST_EVENTS + 1);
        hour(3, 5);

        // Then
        assertThat(spans()).containsExactly(span(1, 2), span(2, 3), span(3, 4));
    }

    @Test
    void whereNothingIsDueThereIsNoSpan() {
        assertThat(spans()).isEmpty();
    }

    private void hour(int number, long events) {
        due.put(number * Sums.HOUR, events);
    }

    private List<Span> spans() {
        return Span.of(due);
    }

    private static Span span(int from, int to) {
        return new Span(from * Sums.HOUR, to * Sums.HOUR);
    }
}
