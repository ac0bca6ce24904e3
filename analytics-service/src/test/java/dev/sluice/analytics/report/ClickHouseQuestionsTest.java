package dev.sluice.analytics.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.analytics.store.AnalyticsStore;
import dev.sluice.analytics.store.Batch;
import dev.sluice.analytics.store.ClickHouseStore;
import dev.sluice.analytics.store.DuckStore;
import dev.sluice.analytics.store.Engine;
import dev.sluice.analytics.store.Named;
import dev.sluice.analytics.store.StoreFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** ClickHouse's answers to the same questions, by a real engine, and that they are DuckDB's. */
class ClickHouseQuestionsTest extends QuestionsContract {

    private static final Period HOURLY = new Period(Golden.FROM, Golden.TO, Duration.ofHours(1));

    @RegisterExtension
    static final Engine<ClickHouseStore> ENGINE = Engine.clickHouse(QuestionsContract::fillAndSumUpHalf);

    @RegisterExtension
    static final Engine<DuckStore> DUCK = Engine.duck(QuestionsContract::fill);

    @Override
    Engine<ClickHouseStore> engine() {
        return ENGINE;
    }

    /** An answer, and which queries it took. */
    private static Object noting(Set<Named> asked, AnalyticsStore store, Function<Question, Object> question) {
        return store.ask(snapshot -> question.apply(new Question(
                (query, parameters) -> {
                    asked.add(query);
                    return snapshot.rows(query, parameters);
                },
                "acme",
                HOURLY)));
    }

    @Test
    void bothEnginesAgreeOnEveryQuestion() {
        String call = EVENTS.stream()
                .filter(e -> e.tenant().equals("acme")
                        && e.call() != null
                        && e.origin().requestId() != null)
                .findFirst()
                .orElseThrow()
                .origin()
                .requestId();
        List<Function<Question, Object>> questions = List.of(
                Overviews::of,
                question -> TenantsResource.of(question.store(), question.period()),
                question -> Explained.of(question, call),
                question -> Anomalies.of(Hours.of(question), HOURLY),
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
        Set<Named> asked = EnumSet.noneOf(Named.class);
        for (Function<Question, Object> question : questions) {
            Object ours = noting(asked, ENGINE.store(), question);
            Object theirs = Question.of(DUCK.store(), "acme", HOURLY, question);

            assertThat(ours)
                    .usingRecursiveComparison()
                    .withEqualsForType((a, b) -> Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a)), Double.class)
                    .isEqualTo(theirs);
        }
        // Those of experiments are asked of both by the stories of their figures.
        asked.addAll(Set.of(Named.TRIAL_UNITS, Named.TRIAL_MOMENTS, Named.TRIAL_VALUES));
        assertThat(asked).containsExactlyInAnyOrder(Named.values());
    }

    @Test
    void offsetsRejectsAndCountsAreThereForTheNextProcess() {
        var source = new Batch.Source("another", 3);
        ENGINE.store()
                .append(new Batch(
                        Golden.TO,
                        List.of(),
                        List.of(new Batch.Reject(Golden.TO, source, 7, "not_json", 12, "ab".repeat(32))),
                        Map.of(source, 8L)));
        ENGINE.store().append(new Batch(Golden.TO, List.of(), List.of(), Map.of(source, 9L)));

        try (ClickHouseStore next = ENGINE.another()) {
            assertThat(next.offsets()).containsEntry(source, 9L).containsKey(StoreFixture.PARTITION);
            assertThat(next.events()).isEqualTo(EVENTS.size());
            assertThat(next.rejects()).isEqualTo(1);
        }
    }

    @Test
    void exportsParquetThatTheOtherEngineReads() throws Exception {
        Path file = ENGINE.folder().resolve("events.parquet");

        ENGINE.store().export("acme", Golden.FROM, Golden.TO, file);

        assertThat(Files.size(file)).isPositive();
        assertThat(StoreFixture.number(DUCK.store(), "SELECT count(*) FROM read_parquet('%s')".formatted(file)))
                .isEqualTo(mine(e -> true).size());
    }

    @Test
    void whatIsTooOldIsForgotten() throws Exception {
        ENGINE.withEmpty(forgetful -> {
            fill(forgetful);
            Instant day = Golden.FROM.plus(Duration.ofDays(4));

            forgetful.forget(new AnalyticsStore.Keep(day, day, day, day));

            assertThat(forgetful.events())
                    .isEqualTo(
                            EVENTS.stream().filter(e -> !e.at().isBefore(day)).count());
        });
    }
}
