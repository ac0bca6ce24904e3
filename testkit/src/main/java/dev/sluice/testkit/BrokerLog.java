package dev.sluice.testkit;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps the broker's thousand lines of start-up talk out of test output; warnings stay. */
final class BrokerLog {

    /** Held here because loggers nobody refers to lose their level. */
    private static final List<Logger> QUIET = List.of(
            Logger.getLogger("kafka"), Logger.getLogger("state.change.logger"), Logger.getLogger("org.apache.kafka"));

    private BrokerLog() {}

    static void hush() {
        QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
    }
}
