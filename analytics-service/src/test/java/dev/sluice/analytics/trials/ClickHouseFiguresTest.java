package dev.sluice.analytics.trials;

import dev.sluice.analytics.store.AnalyticsStore;
import dev.sluice.analytics.store.ChdbFront;
import dev.sluice.analytics.store.ClickHouseStore;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What ClickHouse knows. */
@EnabledIf(
        value = "isThere",
        disabledReason = "no ClickHouse engine: run .ci/chdb and set SLUICE_CHDB to what it prints")
class ClickHouseFiguresTest extends FiguresContract {

    @TempDir
    static Path folder;

    private static ChdbFront front;
    private static ClickHouseStore store;

    static boolean isThere() {
        return ChdbFront.isThere();
    }

    @BeforeAll
    static void fill() throws Exception {
        front = ChdbFront.start(folder);
        store = front.store();
        fill(store);
    }

    @AfterAll
    static void close() throws Exception {
        store.close();
        front.close();
    }

    @Override
    AnalyticsStore store() {
        return store;
    }
}
