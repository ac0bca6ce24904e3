package dev.sluice.worker.batches;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchCountsTest {

    private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");

    private static Batch batch(String id, Duration age) {
        Instant then = NOW.minus(age);
        return Batch.accepted(new Batch.Order(
                id, "acme", null, "k1", null, "/v1/embeddings", "file-1", "24h", null, null, then, NOW.plusSeconds(1)));
    }

    @Test
    void without_batches_there_is_nothing_and_no_age() {
        assertThat(BatchCounts.of(List.of(), batch -> new Tally(), NOW)).isEqualTo(new BatchCounts(0, 0, 0, 0, null));
    }

    @Test
    void requests_and_outcomes_of_all_open_ones_are_added_up_and_the_oldest_tells_the_age() {
        Batch checked = batch("batch_1", Duration.ofSeconds(90));
        Batch started = batch("batch_2", Duration.ofMinutes(5)).started(new Batch.Work(10, 5, List.of(0L, 50L)), NOW);
        Batch other = batch("batch_3", Duration.ZERO).started(new Batch.Work(4, 5, List.of(0L)), NOW);
        var tally = new Tally();
        tally.add(new Line.Head(0, true, Usage.NONE), 0, 1, NOW);
        tally.add(new Line.Head(3, false, Usage.NONE), 0, 2, NOW);
        tally.add(new Line.Head(4, true, Usage.NONE), 0, 3, NOW);

        BatchCounts counts =
                BatchCounts.of(List.of(checked, started, other), batch -> batch == started ? tally : new Tally(), NOW);

        assertThat(counts).isEqualTo(new BatchCounts(3, 14, 3, 1, 300L));
        assertThat(counts.words()).isEqualTo("open=3 requests=14 done=3 failed=1 oldest=300s");
    }
}
