package dev.sluice.analytics.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.analytics.store.Batch;
import dev.sluice.analytics.store.DuckStore;
import dev.sluice.analytics.store.Engine;
import dev.sluice.analytics.store.StoreFixture;
import dev.sluice.contracts.events.Event;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** DuckDB's answers where half of the hours are summed up and half are not. */
class DuckQuestionsTest extends QuestionsContract {

    @RegisterExtension
    static final Engine<DuckStore> ENGINE = Engine.duck(QuestionsContract::fillAndSumUpHalf);

    @Override
    Engine<DuckStore> engine() {
        return ENGINE;
    }

    @Test
    void aHundredThousandMixedCallsCostWhatTheirTokensCostToTheNanoDollar() throws Exception {
        // Given
        List<Event> calls = Golden.events(100_000).stream()
                .filter(event -> event.call() != null && event.tenant().equals("acme"))
                .toList();
        ENGINE.withEmpty(other -> {
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
                    .isEqualTo(
                            calls.stream().mapToLong(e -> e.money().costNano()).sum());
            assertThat(ledger.rows()).allSatisfy(row -> {
                assertThat(row.differing()).isZero();
                assertThat(row.computedNano()).isEqualTo(row.priceVersion().equals("none") ? 0 : row.costNano());
            });
        });
    }

    @Test
    void exportsATenantsEventsAsParquet() {
        Path file = ENGINE.folder().resolve("it's.parquet");

        ENGINE.store().export("acme", Golden.FROM, Golden.TO, file);

        assertThat(StoreFixture.number(
                        ENGINE.store(),
                        "SELECT count(*) FROM read_parquet('%s')"
                                .formatted(file.toString().replace("'", "''"))))
                .isEqualTo(mine(e -> true).size());
    }
}
