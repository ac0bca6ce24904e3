package dev.sluice.worker.batches;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.worker.batches.Batch.Status;
import dev.sluice.worker.batches.Batch.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class BatchTableTest {

    private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");

    private final BatchTable table = new BatchTable();

    private static Batch batch(String id) {
        return Batch.accepted(new Batch.Order(
                id,
                "acme",
                null,
                "k1",
                null,
                "/v1/embeddings",
                "file-1",
                "24h",
                null,
                null,
                NOW,
                NOW.plus(Duration.ofHours(24))));
    }

    private static Batch started(Batch batch) {
        return batch.started(new Work(3, 2, List.of(0L, 50L)), NOW);
    }

    @Test
    void of_two_next_states_the_first_counts() {
        Batch batch = batch("batch_1");
        table.apply(batch, 0);

        assertThat(table.apply(batch.cancelling(NOW), 1)).isTrue();
        assertThat(table.apply(started(batch), 2)).isFalse();

        assertThat(table.find("acme", "batch_1"))
                .get()
                .extracting(Batch::status)
                .isEqualTo(Status.CANCELLING);
        assertThat(table.stands("acme/batch_1", 1)).isTrue();
        assertThat(table.stands("acme/batch_1", 2)).isFalse();
    }

    @Test
    void the_first_record_after_compaction_may_have_any_version() {
        assertThat(table.apply(started(batch("batch_1")), 7)).isTrue();
    }

    @Test
    void a_final_state_is_never_left() {
        Batch over = started(batch("batch_1")).finalizing(Status.EXPIRED, NOW).ended(NOW);
        table.apply(over, 4);

        assertThat(over.status()).isEqualTo(Status.EXPIRED);
        assertThat(table.isOver("acme/batch_1")).isTrue();
        assertThat(table.apply(over.cancelling(NOW), 5)).isFalse();
        assertThat(table.openCount("acme")).isZero();
    }

    @Test
    void a_record_read_twice_changes_nothing() {
        Batch batch = batch("batch_1");
        table.apply(batch, 0);
        table.apply(started(batch), 1);

        assertThat(table.apply(batch, 0)).isFalse();
        assertThat(table.openCount()).isEqualTo(1);
    }

    @Test
    void what_is_over_for_long_or_is_too_much_is_worn() {
        for (int i = 1; i <= 3; i++) {
            table.apply(batch("batch_" + i).failed(List.of(), NOW.plusSeconds(i)), i);
        }
        table.apply(batch("batch_4"), 4);

        assertThat(table.worn(NOW.plusSeconds(2), 10)).extracting(Batch::id).containsExactly("batch_1");
        assertThat(table.worn(NOW, 1)).extracting(Batch::id).containsExactly("batch_1", "batch_2");
        table.forget("acme/batch_1", 9);
        assertThat(table.of("acme")).containsOnlyKeys("batch_2", "batch_3", "batch_4");
    }

    @Test
    void the_first_outcome_of_a_request_counts() {
        var tally = new Tally();
        assertThat(tally.add(head(1, true), 2, 10, NOW)).isTrue();
        assertThat(tally.add(head(1, false), 2, 11, NOW)).isFalse();
        assertThat(tally.add(head(0, false), 2, 12, NOW)).isTrue();

        assertThat(tally.completed()).isEqualTo(1);
        assertThat(tally.failed()).isEqualTo(1);
        assertThat(tally.usage()).isEqualTo(new Usage(10, 2, 6, 0));
        assertThat(tally.isDone(0, 2)).isTrue();
        assertThat(tally.isDone(0, 3)).isFalse();
        assertThat(tally.first()).isEqualTo(new Tally.Place(2, 10));
    }

    private static Line.Head head(int number, boolean ok) {
        var headers = new RecordHeaders();
        new Line.Head(number, ok, new Usage(5, 1, 3, 0)).write(headers);
        return Line.Head.of(headers);
    }
}
