package dev.sluice.analytics.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.analytics.store.Batch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class GatheringTest {

    private Instant now = Instant.parse("2026-11-20T12:00:00Z");
    private final Gathering gathering =
            new Gathering(new EventReader(new JsonMapper(), 1024), () -> now, 3, Duration.ofMillis(500));

    @Test
    void isFullAtItsNumberOfRecordsGoodOrBad() {
        // Given
        gathering.add(garbage(0, 0));
        gathering.add(garbage(0, 1));
        assertThat(gathering.isFull()).isFalse();

        // When
        gathering.add(garbage(1, 7));

        // Then
        assertThat(gathering.isFull()).isTrue();
    }

    @Test
    void waitsForOthersSinceTheFirstAndNotLonger() {
        // Given
        assertThat(gathering.patience()).isEqualTo(Duration.ofMillis(500));
        gathering.add(garbage(0, 0));

        // When
        now = now.plusMillis(499);
        gathering.add(garbage(0, 1));

        // Then
        assertThat(gathering.patience()).isEqualTo(Duration.ofMillis(1));
        now = now.plusMillis(2);
        assertThat(gathering.patience()).isZero();
    }

    @Test
    void knowsWhereToGoOnForEachPartitionAndBeginsAnew() {
        // Given
        gathering.add(garbage(0, 4));
        gathering.add(garbage(1, 9));
        gathering.add(garbage(0, 5));

        // When
        Batch batch = gathering.take();

        // Then
        assertThat(batch.next()).isEqualTo(Map.of(new Batch.Source("t", 0), 6L, new Batch.Source("t", 1), 10L));
        assertThat(batch.rejects()).extracting(Batch.Reject::offset).containsExactly(4L, 9L, 5L);
        assertThat(gathering.isEmpty()).isTrue();
    }

    @Test
    void aRejectTellsSizeAndHashButNothingOfTheContent() {
        // When
        gathering.add(garbage(0, 4));

        // Then
        Batch.Reject reject = gathering.take().rejects().getFirst();
        assertThat(reject.size()).isEqualTo(9);
        assertThat(reject.sha256()).hasSize(64);
        assertThat(reject.toString()).doesNotContain("my prompt");
    }

    private static ConsumerRecord<String, byte[]> garbage(int partition, long offset) {
        return new ConsumerRecord<>("t", partition, offset, "acme", "my prompt".getBytes(StandardCharsets.UTF_8));
    }
}
