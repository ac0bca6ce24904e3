package dev.sluice.optimizer.feedback;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.contracts.optimize.OptimizeFeedback;
import dev.sluice.contracts.optimize.RouteFeedback;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was told: of a chosen model or of a prompt under the quality guard.
 *
 * @param tenant who told it
 * @param route of a chosen model; absent when it is of a prompt
 * @param prompt of a prompt; absent when it is of a model
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Told(
        String tenant,
        @Nullable RouteFeedback route,
        @Nullable OptimizeFeedback prompt) {

    /** Of a chosen model. */
    public static Told of(String tenant, RouteFeedback route) {
        return new Told(tenant, route, null);
    }

    /** Of a prompt. */
    public static Told of(String tenant, OptimizeFeedback prompt) {
        return new Told(tenant, null, prompt);
    }
}
