package dev.sluice.analytics.report;

import dev.sluice.analytics.store.AnalyticsStore;
import dev.sluice.analytics.store.StoreAway;
import dev.sluice.kit.identity.CurrentCaller;
import dev.sluice.kit.problem.Refusal;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where questions come in: reads their parameters, and asks the store for the caller's tenant and no other. */
@Singleton
class Desk {

    private final AnalyticsStore store;
    private final CurrentCaller caller;
    private final InstantSource clock = InstantSource.system();

    Desk(AnalyticsStore store, CurrentCaller caller) {
        this.store = store;
        this.caller = caller;
    }

    /** The caller's tenant. */
    String tenant() {
        return caller.get().tenant();
    }

    /** The period that is asked for; a 400 {@link Refusal} when it cannot be read. */
    Period period(@Nullable String from, @Nullable String to, @Nullable String bucket) {
        return Period.of(from, to, bucket, clock.instant());
    }

    /** As the longer one; without {@code from} it begins so many days before its end. */
    Period days(@Nullable String from, @Nullable String to, int days) {
        return Period.days(from, to, days, clock.instant());
    }

    /** A whole number in a range; a 400 {@link Refusal} when it is not. */
    static long number(String name, String text, long least, long most) {
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, together with what is out of range.
        }
        throw Refusal.badRequest(
                "bad_" + name, "Parameter '%s' is not a number from %d to %d.".formatted(name, least, most));
    }

    /** Answers a question about a period. */
    <T> T answer(Period period, Function<Question, T> answer) {
        String tenant = tenant();
        return patiently(() -> Question.of(store, tenant, period, answer));
    }

    /** Answers from the store, or says that it is away. */
    static <T> T patiently(Supplier<T> report) {
        try {
            return report.get();
        } catch (StoreAway e) {
            Log.warnf("a report could not be computed: %s", e.getMessage());
            throw new Refusal(
                    503,
                    "store_away",
                    "Reports are away",
                    "The analytics store cannot answer now; no event is lost meanwhile. Try again in a few seconds,"
                            + " or ask for a shorter period.",
                    Map.of("Retry-After", "5"));
        }
    }
}
