package dev.sluice.gateway.limits;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What a call wants to take, from all counters or from none.
 *
 * @param id of the reservation
 * @param tenant whose counters
 * @param lines one for each rule
 */
record Claim(String id, String tenant, List<Line> lines) {

    /** The same with other limits. */
    Claim withLimits(ToLongFunction<Line> limit) {
        return new Claim(
                id,
                tenant,
                lines.stream()
                        .map(line -> line.withLimit(limit.applyAsLong(line)))
                        .toList());
    }
}
