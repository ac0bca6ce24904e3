package dev.sluice.worker.leases;

import dev.sluice.testkit.TestClock;
import java.time.Duration;

class LocalLeasesTest extends LeasesContract {

    private final TestClock clock = new TestClock();
    private final Leases leases = new LocalLeases(clock, Duration.ofSeconds(15), "w1");

    @Override
    Leases leases() {
        return leases;
    }

    @Override
    void letLeasesEnd() {
        clock.pass(Duration.ofSeconds(15));
    }
}
