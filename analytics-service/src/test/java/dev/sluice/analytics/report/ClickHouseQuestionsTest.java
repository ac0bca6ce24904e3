package dev.sluice.analytics.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.analytics.store.AnalyticsStore;
import dev.sluice.analytics.store.Batch;
import dev.sluice.analytics.store.ChdbFront;
import dev.sluice.analytics.store.ClickHouseStore;
import dev.sluice.analytics.store.DuckStore;
import dev.sluice.analytics.store.StoreFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** ClickHouse's answers to the same questions, by a real engine, and that they are DuckDB's. */
@EnabledIf(
        value = "isThere",
        disabledReason = "no ClickHouse engine: run .ci/chdb and set SLUICE_CHDB to what it prints")
class ClickHouseQuestionsTest extends QuestionsContract {

    private static final Period HOURLY = new Period(Golden.FROM, Golden.TO, Duration.ofHours(1));

    @TempDir
    static Path folder;

    private static ChdbFront front;
    private static ClickHouseStore store;
    private static DuckStore duck;

    static boolean isThere() {
        return ChdbFront.isThere();
    }

    @BeforeAll
    static void fill() throws Exception {
        front = ChdbFront.start(folder);
        store = front.store();
        duck = StoreFixture.store(folder);
        fill(store);
        fill(duck);
    }

    @AfterAll
    static void close() throws Exception {
        store.close();
        duck.close();
        front.close();
    }

    @Override
    AnalyticsStore store() {
        return store;
    }

    @Test
    void bothEnginesAgree() {
        List<Function<Question, Object>> questions = List.of(
                Overviews::of,
                question -> Costs.of(question, Dimension.PROJECT, Only.ALL),
                question -> Requests.of(question, Only.ALL, false, 200),
                question -> CostCurve.of(question, Dimension.MODEL, Only.ALL),
                Tasks::of,
                Savings::of,
                Ledger::of,
                Errors::of,
                CacheCurve::of,
                question -> Latency.of(question, Dimension.MODEL),
                question -> Journey.of(question, "%032x".formatted(16), "session-16", 1_000),
                question -> Funnel.of(question, List.of("page_view", "query_submitted"), Duration.ofHours(3)),
                question -> Retention.of(question, "week", 7));
        for (Function<Question, Object> question : questions) {
            Object ours = Question.of(store, "acme", HOURLY, question);
            Object theirs = Question.of(duck, "acme", HOURLY, question);

            assertThat(ours)
                    .usingRecursiveComparison()
                    .withEqualsForType((a, b) -> Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a)), Double.class)
                    .isEqualTo(theirs);
        }
    }

    @Test
    void offsetsRejectsAndCountsAreThereForTheNextProcess() {
        var source = new Batch.Source("another", 3);
        store.append(new Batch(
                Golden.TO,
                List.of(),
                List.of(new Batch.Reject(Golden.TO, source, 7, "not_json", 12, "ab".repeat(32))),
                Map.of(source, 8L)));
        store.append(new Batch(Golden.TO, List.of(), List.of(), Map.of(source, 9L)));

        try (ClickHouseStore next = front.store()) {
            assertThat(next.offsets()).containsEntry(source, 9L).containsKey(StoreFixture.PARTITION);
            assertThat(next.events()).isEqualTo(EVENTS.size());
            assertThat(next.rejects()).isEqualTo(1);
        }
    }

    @Test
    void exportsParquetThatTheOtherEngineReads() throws Exception {
        Path file = folder.resolve("events.parquet");

        store.export("acme", Golden.FROM, Golden.TO, file);

        assertThat(Files.size(file)).isPositive();
        assertThat(StoreFixture.number(duck, "SELECT count(*) FROM read_parquet('%s')".formatted(file)))
                .isEqualTo(mine(e -> true).size());
    }

    @Test
    void whatIsTooOldIsForgotten() throws Exception {
        try (ChdbFront other = ChdbFront.start(Files.createDirectory(folder.resolve("other")));
                ClickHouseStore forgetful = other.store()) {
            fill(forgetful);
            Instant day = Golden.FROM.plus(Duration.ofDays(4));

            forgetful.forget(new AnalyticsStore.Keep(day, day, day, day));

            assertThat(forgetful.events())
                    .isEqualTo(
                            EVENTS.stream().filter(e -> !e.at().isBefore(day)).count());
        }
    }
}
