package dev.sluice.gateway.drain;

import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.overload.Gate;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * What happens after SIGTERM, while the server still serves: readiness goes down and connections are parted with; after a
 * delay new calls are refused;
 * open calls finish, also those that go on without their client; what is left when the time is up ends with an error.
 * Quarkus' own waiting for requests comes after this and is short: it has no last words for a stream.
 */
@Readiness
@Singleton
class Drain implements HealthCheck {

    private static final Duration LAST_WORDS = Duration.ofSeconds(2);
    private static final long LOOK_MILLIS = 20;
    private static final int AFTER_ALL_OTHERS = 10_000;

    private final Gate gate;
    private final DrainConfig config;
    private volatile boolean stopping;

    Drain(Gate gate, DrainConfig config) {
        this.gate = gate;
        this.config = config;
    }

    /** SIGTERM has come. Returns when all calls are over, on the thread that stops the process. */
    void drain(@Observes @Priority(AFTER_ALL_OTHERS) ShutdownDelayInitiatedEvent told) throws InterruptedException {
        stopping = true;
        await(config.delay(), () -> false);
        gate.close();
        if (gate.inFlight() > 0) {
            Log.infof("stopping: %d calls are open and have %s to finish", gate.inFlight(), config.timeout());
        }
        if (await(config.timeout(), this::isIdle)) {
            return;
        }
        Log.warnf(
                "stopping: %d calls did not finish within %s (sluice.gateway.drain.timeout); they end with an error",
                gate.inFlight(), config.timeout());
        gate.endAll(ApiError.unavailable(
                "stopping", "This gateway was stopped before the answer was complete. Send the request again.", 1));
        await(LAST_WORDS, this::isIdle);
    }

    private boolean isIdle() {
        return gate.inFlight() == 0;
    }

    /** Whether it came true in time. */
    private static boolean await(Duration time, BooleanSupplier over) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        while (!over.getAsBoolean()) {
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return true;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("taking calls").status(!stopping).build();
    }
}
