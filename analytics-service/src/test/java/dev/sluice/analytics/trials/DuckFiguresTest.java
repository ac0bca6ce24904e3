package dev.sluice.analytics.trials;

import dev.sluice.analytics.store.AnalyticsStore;
import dev.sluice.analytics.store.DuckStore;
import dev.sluice.analytics.store.Engine;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What DuckDB knows. */
class DuckFiguresTest extends FiguresContract {

    @RegisterExtension
    static final Engine<DuckStore> ENGINE = Engine.duck(FiguresContract::fill);

    @Override
    AnalyticsStore store() {
        return ENGINE.store();
    }
}
