package dev.sluice.optimizer.choice;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.contracts.optimize.RouteAdvice.Choice;
import dev.sluice.contracts.optimize.RouteFeedback;
import dev.sluice.optimizer.feedback.Listener;
import dev.sluice.optimizer.feedback.Told;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/**
 * What tenants told of answers, each tenant's apart: how much more or less often than expected each model was right. Of the
 * tenants that told last; read from the feedback's topic again after a restart.
 */
@ApplicationScoped
class Experience implements Listener {

    private static final int MOST_TENANTS = 10_000;

    /** So many answers as expected stand against what is told, so that a handful does not turn the choice. */
    private static final double PRIOR = 30;

    /** Older answers fade: what is told counts for about the last 500. */
    private static final double FADING = 1 - 1 / 500.0;

    private final Cache<String, OfTenant> tenants =
            Caffeine.newBuilder().maximumSize(MOST_TENANTS).build();

    /**
     * How a tenant's answers differ from what was expected.
     *
     * @param cheap added to the probability that the cheap model is right
     * @param strong the same for the strong model
     * @param told whether the tenant told anything
     */
    record Shift(double cheap, double strong, boolean told) {

        private static final Shift NONE = new Shift(0, 0, false);

        /** An estimate as this tenant's answers correct it. */
        RouteModel.Estimate on(RouteModel.Estimate estimate) {
            return new RouteModel.Estimate(
                    Math.clamp(estimate.cheap() + cheap, 0, 1),
                    Math.clamp(estimate.strong() + strong, 0, 1),
                    estimate.gain(),
                    estimate.novel());
        }

        double ofGain() {
            return strong - cheap;
        }
    }

    @Override
    public void heard(Told told, Instant at) {
        RouteFeedback route = told.route();
        if (route != null) {
            add(told.tenant(), route.choice(), route.expected(), route.right());
        }
    }

    void add(String tenant, Choice model, double expected, boolean right) {
        tenants.get(tenant, any -> new OfTenant()).add(model, (right ? 1 : 0) - expected);
    }

    Shift of(String tenant) {
        OfTenant known = tenants.getIfPresent(tenant);
        return known == null ? Shift.NONE : known.shift();
    }

    private static final class OfTenant {

        private final Differences ofCheap = new Differences();
        private final Differences ofStrong = new Differences();

        synchronized void add(Choice model, double difference) {
            (model == Choice.CHEAP ? ofCheap : ofStrong).add(difference);
        }

        synchronized Shift shift() {
            return new Shift(ofCheap.mean(), ofStrong.mean(), true);
        }
    }

    /** Differences from what was expected. */
    private static final class Differences {

        private double differences;
        private double weight;

        void add(double difference) {
            differences = differences * FADING + difference;
            weight = weight * FADING + 1;
        }

        double mean() {
            return differences / (weight + PRIOR);
        }
    }
}
