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
 * @param reason why; absent if not told
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RouteAdvice(
        Choice choice,
        @Nullable Double cheapIsRight,
        @Nullable Double strongIsRight,
        @Nullable Reason reason) {

    /** Advice without a reason. */
    public RouteAdvice(Choice choice, @Nullable Double cheapIsRight, @Nullable Double strongIsRight) {
        this(choice, cheapIsRight, strongIsRight, null);
    }

    /** Why a model was chosen. */
    public enum Reason {
        /** A strong call gains enough for its price, or it does not. */
        @JsonProperty("gain")
        GAIN,
        /** The question is unlike all that is known, so the strong model is asked. */
        @JsonProperty("novel")
        NOVEL,
        /** The strong model costs no more. */
        @JsonProperty("price")
        PRICE,
        /** The other model is tried for once, to learn from it. */
        @JsonProperty("exploration")
        EXPLORATION
    }

    /** One of the two. */
    public enum Choice {
        @JsonProperty("cheap")
        CHEAP,
        @JsonProperty("strong")
        STRONG
    }
}
