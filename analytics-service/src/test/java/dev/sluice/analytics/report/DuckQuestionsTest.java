package dev.sluice.analytics.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.analytics.store.AnalyticsStore;
import dev.sluice.analytics.store.Batch;
import dev.sluice.analytics.store.DuckStore;
import dev.sluice.analytics.store.StoreFixture;
import dev.sluice.contracts.analytics.Overview;
import dev.sluice.contracts.events.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DuckDB's answers where half of the hours are summed up and half are not. */
class DuckQuestionsTest extends QuestionsContract {

    @TempDir
    static Path folder;

    private static DuckStore store;

    @BeforeAll
    static void fill() {
        store = StoreFixture.store(folder);
        fill(store);
        assertThat(store.rollUp(Golden.FROM.plus(Duration.ofDays(5)))).isEqualTo(5 * 24);
        // A late event of an hour that was summed up marks it again.
        Event late = EVENTS.getFirst();
        store.append(new Batch(Golden.TO, List.of(late), List.of(), Map.of(StoreFixture.PARTITION, 9_999L)));
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @Override
    AnalyticsStore store() {
        return store;
    }

    @Test
    void theAnswerIsTheSameBeforeAndAfterHoursAreSummedUp() {
        // Given
        DuckStore other = StoreFixture.store(folder.resolve("other"));
        fill(other);
        var period = new Period(Golden.FROM.plusSeconds(77), Golden.TO, Duration.ofHours(1));
        Overview before = Question.of(other, "acme", period, Overviews::of);

        // When
        other.rollUp(Golden.TO.plus(Duration.ofHours(1)));

        // Then
        assertThat(StoreFixture.number(other, "SELECT count(*) FROM rollup_dirty"))
                .isZero();
        assertThat(Question.of(other, "acme", period, Overviews::of)).isEqualTo(before);
        other.close();
    }

    @Test
    void sumsOutliveTheEventsAndAreNotMadeFromWhatIsLeft() {
        // Given
        DuckStore other = StoreFixture.store(folder.resolve("kept"));
        fill(other);
        other.rollUp(Golden.TO.plus(Duration.ofHours(1)));
        Instant day = Golden.FROM.plus(Duration.ofDays(4));
        var period = new Period(Golden.FROM, day, Duration.ofHours(1));
        Overview before = Question.of(other, "acme", period, Overviews::of);

        // When
        other.forget(new AnalyticsStore.Keep(day, day, Golden.FROM, day));
        other.append(new Batch(
                Golden.TO,
                List.of(EVENTS.stream()
                        .filter(e -> e.at().isBefore(day))
                        .findFirst()
                        .orElseThrow()),
                List.of(),
                Map.of()));
        other.rollUp(Golden.TO);
        other.forget(new AnalyticsStore.Keep(day, day, Golden.FROM, day));

        // Then
        assertThat(StoreFixture.number(other, "SELECT count(*) FROM events WHERE ts < TIMESTAMP '2026-11-06'"))
                .isZero();
        assertThat(StoreFixture.number(other, "SELECT count(*) FROM rollup_1m WHERE bucket < TIMESTAMP '2026-11-06'"))
                .isZero();
        assertThat(Question.of(other, "acme", period, Overviews::of)).isEqualTo(before);
        other.close();
    }

    @Test
    void aHundredThousandMixedCallsCostWhatTheirTokensCostToTheNanoDollar() {
        // Given
        DuckStore other = StoreFixture.store(folder.resolve("many"));
        List<Event> calls = Golden.events(100_000).stream()
                .filter(event -> event.call() != null && event.tenant().equals("acme"))
                .toList();
        for (int at = 0; at < calls.size(); at += 5_000) {
            int next = Math.min(calls.size(), at + 5_000);
            other.append(new Batch(
                    Golden.TO, calls.subList(at, next), List.of(), Map.of(StoreFixture.PARTITION, (long) next)));
        }

        // When
        Ledger ledger = Question.of(other, "acme", WHOLE, Ledger::of);

        // Then
        assertThat(calls).hasSizeGreaterThan(75_000);
        assertThat(ledger.costNano())
                .isEqualTo(calls.stream().mapToLong(e -> e.money().costNano()).sum());
        assertThat(ledger.rows()).allSatisfy(row -> {
            assertThat(row.differing()).isZero();
            assertThat(row.computedNano()).isEqualTo(row.priceVersion().equals("none") ? 0 : row.costNano());
        });
        other.close();
    }

    @Test
    void exportsATenantsEventsAsParquet() {
        Path file = folder.resolve("it's.parquet");

        store.export("acme", Golden.FROM, Golden.TO, file);

        assertThat(StoreFixture.number(
                        store,
                        "SELECT count(*) FROM read_parquet('%s')"
                                .formatted(file.toString().replace("'", "''"))))
                .isEqualTo(mine(e -> true).size());
    }
}
