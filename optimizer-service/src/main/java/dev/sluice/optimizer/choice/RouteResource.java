package dev.sluice.optimizer.choice;

import dev.sluice.contracts.optimize.RouteAdvice;
import dev.sluice.contracts.optimize.RouteApi;
import dev.sluice.contracts.optimize.RouteFeedback;
import dev.sluice.contracts.optimize.RouteQuestion;
import dev.sluice.kit.identity.CurrentCaller;
import dev.sluice.kit.problem.Refusal;
import dev.sluice.optimizer.feedback.FeedbackLog;
import dev.sluice.optimizer.feedback.Told;
import io.smallrye.common.annotation.RunOnVirtualThread;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /optimize/route}. */
@RunOnVirtualThread
class RouteResource implements RouteApi {

    private final Routing routing;
    private final FeedbackLog feedbacks;
    private final CurrentCaller caller;

    RouteResource(Routing routing, FeedbackLog feedbacks, CurrentCaller caller) {
        this.routing = routing;
        this.feedbacks = feedbacks;
        this.caller = caller;
    }

    @Override
    public RouteAdvice route(@Nullable RouteQuestion question) {
        if (question == null || isBlank(question.text())) {
            throw Refusal.badRequest("no_text", "'text' is missing or empty. Send the question to choose a model for.");
        }
        if (isBlank(question.cheap()) || isBlank(question.strong())) {
            throw Refusal.badRequest(
                    "no_models", "'cheap' and 'strong' must both be given, as 'provider/model'; one is missing.");
        }
        return routing.advise(question, caller.get());
    }

    @Override
    public Map<String, Boolean> feedback(@Nullable RouteFeedback feedback) {
        if (feedback == null || isMissing(feedback.choice())) {
            throw Refusal.badRequest("no_choice", "'choice' is missing. Send \"cheap\" or \"strong\": who answered.");
        }
        if (!(feedback.expected() >= 0 && feedback.expected() <= 1)) {
            throw Refusal.badRequest(
                    "invalid_expected",
                    "'expected' is %s; send the probability that the advice told, 0 to 1."
                            .formatted(feedback.expected()));
        }
        feedbacks.tell(Told.of(caller.get().tenant(), feedback));
        return Map.of("learnt", true);
    }

    /** JSON may leave fields out that the record's type promises. */
    private static boolean isBlank(@Nullable String value) {
        return value == null || value.isBlank();
    }

    private static boolean isMissing(@Nullable Object value) {
        return value == null;
    }
}
