package dev.sluice.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One measured figure.
 *
 * @param metric a stable name, so that runs can be compared over time
 * @param unit such as {@code us}, {@code ms}, {@code x}, {@code per_s}
 * @param value what was measured
 * @param baseline the same figure of what it is compared with in this run
 * @param goal the figure to reach, from the design
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Row(
        String metric,
        String unit,
        double value,
        @Nullable Double baseline,
        @Nullable Double goal) {}
