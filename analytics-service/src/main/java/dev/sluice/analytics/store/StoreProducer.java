package dev.sluice.analytics.store;

import dev.sluice.analytics.AnalyticsConfig;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Chooses the engine: ClickHouse where its address is set, else the DuckDB file. */
final class StoreProducer {

    private StoreProducer() {}

    /** The store everybody uses. */
    @Produces
    @Singleton
    static AnalyticsStore store(AnalyticsConfig config, DuckStore duck) {
        AnalyticsConfig.ClickHouse clickHouse = config.clickhouse();
        if (clickHouse.url().isEmpty()) {
            return duck;
        }
        return new ClickHouseStore(new ClickHouseSettings(
                clickHouse.url().get(),
                clickHouse.database(),
                clickHouse.user(),
                clickHouse.password().orElse(""),
                config.store().readers(),
                config.store().queryTimeout()));
    }

    static void close(@Disposes AnalyticsStore store) {
        if (store instanceof ClickHouseStore clickHouse) {
            clickHouse.close();
        }
    }
}
