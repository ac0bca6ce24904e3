package dev.sluice.contracts.optimize;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Which of two models is good enough.
 *
 * @param choice the one to ask
 * @param cheapIsRight the probability, 0 to 1, that the cheap model's answer is right; absent if not known
 * @param strongIsRight the same of the strong model
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RouteAdvice(
        Choice choice,
        @Nullable Double cheapIsRight,
        @Nullable Double strongIsRight) {

    /** One of the two. */
    public enum Choice {
        @JsonProperty("cheap")
        CHEAP,
        @JsonProperty("strong")
        STRONG
    }
}
