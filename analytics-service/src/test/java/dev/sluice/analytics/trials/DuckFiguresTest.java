package dev.sluice.analytics.trials;

import dev.sluice.analytics.store.AnalyticsStore;
import dev.sluice.analytics.store.DuckStore;
import dev.sluice.analytics.store.StoreFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** What DuckDB knows. */
class DuckFiguresTest extends FiguresContract {

    @TempDir
    static Path folder;

    private static DuckStore store;

    @BeforeAll
    static void fill() {
        store = StoreFixture.store(folder);
        fill(store);
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @Override
    AnalyticsStore store() {
        return store;
    }
}
