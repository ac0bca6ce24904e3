package dev.sluice.analytics.trials;

import dev.sluice.analytics.store.AnalyticsStore;
import dev.sluice.analytics.store.ClickHouseStore;
import dev.sluice.analytics.store.Engine;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What ClickHouse knows. */
class ClickHouseFiguresTest extends FiguresContract {

    @RegisterExtension
    static final Engine<ClickHouseStore> ENGINE = Engine.clickHouse(FiguresContract::fill);

    @Override
    AnalyticsStore store() {
        return ENGINE.store();
    }
}
