package dev.sluice.contracts.optimize;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * How the answer to a prompt under the quality guard was, told with {@code POST /optimize/feedback}.
 *
 * @param arm on which side the prompt was
 * @param good whether the answer was of use
 * @param signal what says so, such as {@code error}, {@code retry} or {@code user}; absent if nobody said
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OptimizeFeedback(
        OptimizeReply.Arm arm, boolean good, @Nullable String signal) {}
