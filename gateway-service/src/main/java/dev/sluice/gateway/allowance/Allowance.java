package dev.sluice.gateway.allowance;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one level may use. Absent parts are not limited at this level.
 *
 * @param requests how many calls
 * @param tokens how many tokens, prompt and answer together
 * @param concurrent how many calls at a time
 * @param budget how much money
 */
public record Allowance(
        List<Quota> requests,
        List<Quota> tokens,
        @Nullable Integer concurrent,
        @Nullable Budget budget) {

    /** Nothing is limited. */
    public static final Allowance UNLIMITED = new Allowance(List.of(), List.of(), null, null);

    public Allowance {
        requests = List.copyOf(requests);
        tokens = List.copyOf(tokens);
        if (concurrent != null && concurrent < 1) {
            throw new IllegalArgumentException("a concurrency limit is at least 1");
        }
    }

    /** Whether anything is limited. */
    public boolean limits() {
        return !requests.isEmpty() || !tokens.isEmpty() || concurrent != null || budget != null;
    }
}
