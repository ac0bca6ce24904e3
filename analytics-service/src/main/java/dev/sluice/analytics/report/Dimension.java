package dev.sluice.analytics.report;

import dev.sluice.kit.problem.Refusal;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What calls can be told apart by; the queries know the names. */
enum Dimension {
    MODEL,
    PROJECT,
    KEY,
    PROVIDER,
    ROUTE,
    CACHE,
    /** The template that was filled and its version, as {@code brief@2}. */
    TEMPLATE;

    /** The one of that name; a 400 {@link Refusal} when there is none. */
    static Dimension of(String name) {
        return Arrays.stream(values())
                .filter(dimension -> dimension.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> Refusal.badRequest(
                        "unknown_dimension",
                        "Parameter 'by' must be one of %s."
                                .formatted(Arrays.stream(values())
                                        .map(Dimension::wireName)
                                        .collect(Collectors.joining(", ")))));
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
