package dev.sluice.analytics.store;

import static dev.sluice.analytics.store.StoreFixture.PARTITION;
import static dev.sluice.analytics.store.StoreFixture.batch;
import static dev.sluice.analytics.store.StoreFixture.number;
import static dev.sluice.analytics.store.StoreFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.analytics.Events;
import dev.sluice.contracts.events.Event;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuckStoreTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00.123456Z");

    @TempDir
    Path folder;

    private DuckStore store;

    @BeforeEach
    void open() {
        store = StoreFixture.store(folder);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void rowsAndOffsetsAreThereAfterReopening() {
        // Given
        store.append(batch(2, List.of(event("MISS", 70), event("HIT", 0))));

        // When
        store.close();

        // Then
        assertThat(store.offsets()).containsExactly(Map.entry(PARTITION, 2L));
        assertThat(store.events()).isEqualTo(2);
        assertThat(number(store, "SELECT sum(cost_nano) FROM events")).isEqualTo(70);
    }

    @Test
    void anEventDeliveredTwiceIsCountedOnce() {
        // Given
        Event twice = event("MISS", 70);
        store.append(batch(1, List.of(twice)));

        // When
        var outcome = store.append(batch(4, List.of(twice, event("MISS", 1), twice)));

        // Then
        assertThat(outcome).isEqualTo(new Batch.Outcome(1, 2, 0));
        assertThat(number(store, "SELECT sum(cost_nano) FROM events")).isEqualTo(71);
        assertThat(store.offsets()).containsEntry(PARTITION, 4L);
    }

    @Test
    void anEventTwiceInOneBatchIsCountedOnce() {
        // Given
        Event twice = event("MISS", 70);

        // When
        var outcome = store.append(batch(2, List.of(twice, twice)));

        // Then
        assertThat(outcome).isEqualTo(new Batch.Outcome(1, 1, 0));
    }

    @Test
    void anEventSentAgainWithAnotherTimeIsCountedOnceForADay() {
        // Given
        Event sent = event("MISS", 70);
        store.append(batch(1, List.of(sent)));

        // Then
        assertThat(store.append(batch(2, List.of(at(sent, NOON.plus(NewEvents.SENT_AGAIN)))))
                        .duplicates())
                .isOne();
        assertThat(store.append(batch(3, List.of(at(sent, NOON.minus(NewEvents.SENT_AGAIN)))))
                        .duplicates())
                .isOne();
        assertThat(store.append(batch(
                                4,
                                List.of(at(sent, NOON.plus(NewEvents.SENT_AGAIN).plusNanos(1_000)))))
                        .stored())
                .isOne();
    }

    @Test
    void eventsThatComeLateAreKnownAmongThoseOfToday() {
        // Given
        Event today = event("MISS", 70);
        Event lastWeek = at(event("HIT", 0), NOON.minus(Duration.ofDays(7)));
        store.append(batch(1, List.of(today, lastWeek)));

        // When
        var outcome = store.append(batch(
                2, List.of(lastWeek, at(event("MISS", 1), NOON.minus(Duration.ofDays(5))), event("MISS", 2), today)));

        // Then
        assertThat(outcome).isEqualTo(new Batch.Outcome(2, 2, 0));
    }

    @Test
    void anEventDeliveredTwiceIsCountedOnceHoweverManyAreBetween() {
        // Given
        Event twice = event("MISS", 70);
        store.append(batch(1, List.of(twice)));
        store.append(batch(
                5_001, Stream.generate(() -> event("MISS", 0)).limit(5_000).toList()));
        store.close();

        // When
        var outcome = store.append(batch(5_002, List.of(twice)));

        // Then
        assertThat(outcome).isEqualTo(new Batch.Outcome(0, 1, 0));
        assertThat(store.events()).isEqualTo(5_001);
    }

    @Test
    void aRejectIsKeptWithReasonAndPlaceButWithoutContent() {
        // Given
        var reject = new Batch.Reject(NOON, PARTITION, 7, "not_json", 12, "ab".repeat(32));

        // When
        var outcome = store.append(new Batch(NOON, List.of(), List.of(reject), Map.of(PARTITION, 8L)));

        // Then
        assertThat(outcome).isEqualTo(new Batch.Outcome(0, 0, 1));
        assertThat(text(store, "SELECT concat_ws(' ', topic, part, off, reason, size) FROM ingest_rejects"))
                .isEqualTo("sluice.events 0 7 not_json 12");
        assertThat(store.rejects()).isEqualTo(1);
    }

    @Test
    void aBatchThatFailsLeavesNothingBehind() {
        // Given an event whose id is no UUID, which the reader would have refused, behind a good one
        Event bad = Events.completion("not-a-uuid-at-all", "acme", NOON, "MISS", 1, 0);

        // When
        assertThatThrownBy(() -> store.append(batch(2, List.of(event("MISS", 70), bad))))
                .isInstanceOf(StoreAway.class);

        // Then
        assertThat(store.offsets()).isEmpty();
        assertThat(number(store, "SELECT count(*) FROM events")).isZero();
    }

    @Test
    void everyColumnHoldsWhatTheEventSaid() {
        // When
        store.append(batch(
                3,
                List.of(
                        event("SEMANTIC", 70),
                        Events.task("acme", NOON, "bulk", "dead"),
                        Events.optimize("acme", NOON, 100, 60))));

        // Then
        assertThat(text(store, """
                        SELECT concat_ws('|', epoch_us(ts), tenant, project, source, kind, key_id, route, provider, model,
                            model_used, stream, status, attempts, duration_us, first_token_us, overhead_us, input_tokens,
                            output_tokens, usage_estimated, cost_nano, saved_nano, price_version, cache_outcome,
                            cache_similarity, cache_saved_tokens, props)
                        FROM events WHERE kind = 'completion'"""))
                .isEqualTo(
                        "1795176000123456|acme|shop|gateway|completion|key-1|default|openai|small|small-2026|false|200"
                                + "|1|120000|80000|300|100|20|false|70|5|2026-11|SEMANTIC|0.93|120");
        assertThat(text(store, """
                        SELECT concat_ws('|', task_id, task_type, task_lane, task_state, task_attempt, task_queued_ms,
                            task_run_ms, task_made_by, status) FROM events WHERE kind = 'task'""")).isEqualTo("t-1|summary|bulk|dead|1|12|340|local");
        assertThat(text(store, """
                        SELECT concat_ws('|', opt_tokens_before, opt_tokens_after, opt_techniques)
                        FROM events WHERE kind = 'optimize'""")).isEqualTo("100|60|whitespace,fillers");
    }

    @Test
    void textsWithNothingOrHalfACharacterInThemAreTaken() {
        // Given
        Event odd = Events.completion("a\u0000b \ud800 'x'; DROP TABLE events; -- \ud83d\ude00", NOON, "MISS", 3, 0);

        // When
        var outcome = store.append(batch(1, List.of(odd)));

        // Then
        assertThat(outcome.stored()).isEqualTo(1);
    }

    @Test
    void aStoreWhoseFileIsNoDatabaseSaysSoAndWorksOnceTheFileIsGone() throws Exception {
        // Given
        Path file = folder.resolve("events.duckdb");
        Files.writeString(file, "this is not a database at all, it is a text\n".repeat(200));
        assertThatThrownBy(store::offsets).isInstanceOf(StoreAway.class);
        assertThat(store.healthy()).isFalse();

        // When
        Files.delete(file);

        // Then
        assertThat(store.offsets()).isEmpty();
        assertThat(store.healthy()).isTrue();
    }

    private static Event at(Event event, Instant at) {
        return Events.completion(
                event.id(), event.tenant(), at, "MISS", event.money().costNano(), 0);
    }

    private static Event event(String outcome, long costNano) {
        return Events.completion("acme", NOON, outcome, costNano, 5);
    }
}
