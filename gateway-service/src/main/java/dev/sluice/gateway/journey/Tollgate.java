package dev.sluice.gateway.journey;

import dev.sluice.gateway.allowance.Allowance;
import dev.sluice.gateway.allowance.Level;
import dev.sluice.gateway.auth.Credential;
import dev.sluice.gateway.ingress.ChatRequest;
import dev.sluice.gateway.limits.Admission;
import dev.sluice.gateway.limits.Demand;
import dev.sluice.gateway.limits.Limiter;
import dev.sluice.gateway.provider.Deployment;
import dev.sluice.gateway.provider.Plan;
import dev.sluice.gateway.usage.Tally;
import dev.sluice.gateway.usage.TokenCounter;
import dev.sluice.kit.prices.Price;
import dev.sluice.kit.prices.Prices;
import io.vertx.core.Future;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The limits' place in a journey: nothing is looked up and nobody is asked before a call's share is reserved. */
@Singleton
class Tollgate {

    private static final int BYTES_PER_TOKEN = 4;

    private static final long LARGEST_ANSWER = 1L << 30;
    private static final long MOST_ANSWERS = 1_000;

    private final Limiter limiter;
    private final TokenCounter counter;
    private final Prices prices = Prices.bundled();

    Tollgate(Limiter limiter, TokenCounter counter) {
        this.limiter = limiter;
        this.counter = counter;
    }

    /**
     * Lets a call go on, or fails with the 429 or 503 that says why not.
     *
     * @param maxOutput tokens the answer may have; null when the client set no bound
     * @param answers whether there is an answer in tokens
     */
    Future<Outcome> pass(
            Exchange x,
            Plan plan,
            String model,
            int bodyLength,
            @Nullable Long maxOutput,
            boolean answers,
            Supplier<Future<Outcome>> onward) {
        Demand demand = demand(x, plan, model, bodyLength, maxOutput, answers);
        if (demand == null) {
            return onward.get();
        }
        return limiter.admit(demand).compose(admission -> switch (admission) {
            case Admission.Free free -> onward.get();
            case Admission.Refused refused -> Future.failedFuture(refused.error());
            case Admission.Admitted admitted -> {
                x.demands(demand);
                x.admitted(admitted.reservation(), new Growth(admitted.reservation(), counter, model));
                x.tally.onSettled((tokens, nano) -> {
                    admitted.reservation().settle(tokens == null ? 0 : tokens.total(), nano);
                    if (tokens != null) {
                        limiter.learn(x.caller.tenant(), model, tokens.output());
                    }
                });
                yield onward.get();
            }
        });
    }

    /** Reserves once more what a call gave back, if it did, and lets it go on; it has been counted as a request. */
    Future<Outcome> passAgain(Exchange x, Supplier<Future<Outcome>> onward) {
        Demand demand = x.givenBack();
        if (demand == null) {
            return onward.get();
        }
        return limiter.admit(demand).compose(admission -> switch (admission) {
            case Admission.Free free -> onward.get();
            case Admission.Refused refused -> Future.failedFuture(refused.error());
            case Admission.Admitted admitted -> {
                x.admitted(admitted.reservation(), new Growth(admitted.reservation(), counter, demand.model()));
                x.tally.onSettled((tokens, nano) ->
                        admitted.reservation().settleUncounted(tokens == null ? 0 : tokens.total(), nano));
                yield onward.get();
            }
        });
    }

    /**
     * Reserves what a call in the background will need; it is paid for when its sheet is settled, and counts as no request.
     *
     * @return false if it may not be made
     */
    Future<Boolean> passBeside(Exchange x, Tally beside, Plan plan, String model, int bodyLength, @Nullable Long most) {
        Demand demand = demand(x, plan, model, bodyLength, most, true);
        if (demand == null) {
            return Future.succeededFuture(true);
        }
        return limiter.admit(demand).map(admission -> switch (admission) {
            case Admission.Free free -> true;
            case Admission.Refused refused -> false;
            case Admission.Admitted admitted -> {
                beside.onSettled((tokens, nano) ->
                        admitted.reservation().settleUncounted(tokens == null ? 0 : tokens.total(), nano));
                yield true;
            }
        });
    }

    /** Null where nothing is limited. */
    private @Nullable Demand demand(
            Exchange x, Plan plan, String model, int bodyLength, @Nullable Long maxOutput, boolean answers) {
        Credential credential = x.credential;
        return credential.levels().isEmpty() && credential.perModel().isEmpty()
                ? null
                : new Demand(
                        x.caller.tenant(),
                        levels(credential, model),
                        model,
                        Math.ceilDiv(bodyLength, BYTES_PER_TOKEN),
                        maxOutput,
                        answers,
                        dearest(plan));
    }

    /** Tokens all answers to a request may have together; null when the client set no bound. */
    static @Nullable Long most(ChatRequest asked) {
        Long each = asked.options().maxTokens();
        return each == null
                ? null
                : Math.clamp(each, 0, LARGEST_ANSWER)
                        * Math.clamp(asked.options().n(), 1, MOST_ANSWERS);
    }

    private static List<Level> levels(Credential credential, String model) {
        Allowance ofModel = credential.perModel().get(model);
        if (ofModel == null) {
            return credential.levels();
        }
        List<Level> levels = new ArrayList<>(credential.levels());
        levels.add(new Level(Level.Kind.MODEL, credential.caller().tenant() + "/" + model, ofModel));
        return levels;
    }

    /** Whoever answers in the end, it will not cost more than was reserved for. */
    private @Nullable Price dearest(Plan plan) {
        Price dearest = null;
        for (Plan.Stage stage : plan.stages()) {
            for (Plan.Choice choice : stage.choices()) {
                dearest = dearer(dearest, price(choice.deployment()));
            }
        }
        return dearest;
    }

    private @Nullable Price price(Deployment deployment) {
        return deployment.provider().sibling()
                ? null
                : prices.of(deployment.model()).orElse(null);
    }

    private static @Nullable Price dearer(@Nullable Price one, @Nullable Price other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return new Price(
                Math.max(one.input(), other.input()),
                Math.max(one.cachedInput(), other.cachedInput()),
                Math.max(one.output(), other.output()));
    }
}
