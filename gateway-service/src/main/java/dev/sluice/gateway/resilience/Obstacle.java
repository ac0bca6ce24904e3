package dev.sluice.gateway.resilience;

import dev.sluice.gateway.errors.ApiError;
import dev.sluice.gateway.provider.Deployment;
import dev.sluice.gateway.provider.Plan;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Why nobody of a plan may be asked now.
 *
 * @param readyIn when the first of them may be asked again
 * @param status 429 if that one asked to be left alone with that status, else 503
 * @param asked whether it asked for the pause itself, so that it will be well afterwards
 * @param full one that is well, but has all it can do; null if there is none
 */
record Obstacle(
        Duration readyIn,
        int status,
        boolean asked,
        @Nullable Guard full) {

    private static final int BUSY_SECONDS = 1;

    static Obstacle of(Plan plan, Function<Deployment, Guard> guards) {
        long soonest = Long.MAX_VALUE;
        int status = 503;
        boolean asked = false;
        Guard full = null;
        for (Plan.Stage stage : plan.stages()) {
            for (Plan.Choice choice : stage.choices()) {
                Guard guard = guards.apply(choice.deployment());
                long ready = guard.readyIn();
                if (ready < soonest) {
                    soonest = ready;
                    asked = guard.isCooling();
                    status = guard.coolingStatus() == 429 ? 429 : 503;
                }
                if (full == null && guard.isOnlyFull()) {
                    full = guard;
                }
            }
        }
        return new Obstacle(Duration.ofNanos(soonest), status, asked, full);
    }

    /** What the client reads. */
    ApiError error(String route) {
        if (full != null) {
            return busy(route);
        }
        long seconds = Math.max(1, readyIn.plusMillis(999).toSeconds());
        String why = status == 429
                ? "The provider of %s asked to be left alone for a while. Try again in %d s."
                : "No provider of %s is well at the moment. Try again in %d s.";
        return ApiError.upstreamRefused(status, why.formatted(route, seconds), seconds);
    }

    static ApiError busy(String route) {
        return ApiError.unavailable(
                "upstream_busy",
                "The providers of %s have all they can do at the moment. Try again in %d s."
                        .formatted(route, BUSY_SECONDS),
                BUSY_SECONDS);
    }
}
