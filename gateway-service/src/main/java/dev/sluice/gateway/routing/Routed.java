package dev.sluice.gateway.routing;

import dev.sluice.gateway.policy.Policy;
import dev.sluice.gateway.provider.Deployment;
import dev.sluice.gateway.provider.Plan;
import dev.sluice.gateway.routing.AutoConfig.AutoChoice;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What became of a model's name. */
public sealed interface Routed {

    /**
     * Served.
     *
     * @param plan who serves it
     * @param wishes what the route wants beside
     * @param notes how it was chosen, for events and headers: {@code experiment}, {@code variant}, {@code auto}
     */
    record Served(Plan plan, Wishes wishes, Map<String, String> notes) implements Routed {

        private static final List<String> PARTS = List.of("variant", "auto");

        public Served {
            notes = Map.copyOf(notes);
        }

        /** What a client is told: the route's name, and what was drawn or chosen in it. */
        public String label() {
            StringBuilder label = new StringBuilder(plan.route());
            for (String part : PARTS) {
                String value = notes.get(part);
                if (value != null) {
                    label.append(';').append(part).append('=').append(value);
                }
            }
            return Printable.of(label);
        }

        /** The same with another policy of cache and optimiser. */
        public Served with(Policy policy) {
            return new Served(plan, new Wishes(policy, wishes.shadow()), notes);
        }

        /** A plan nobody wants anything special of. */
        public Served(Plan plan) {
            this(plan, Wishes.NONE, Map.of());
        }
    }

    /**
     * Served by the one or the other, as the optimiser advises. Each plan falls back to the other's deployment.
     *
     * @param deadline how long it may think
     * @param strongByDefault what is asked without its advice
     */
    record Undecided(Plan cheap, Plan strong, Duration deadline, boolean strongByDefault, Wishes wishes)
            implements Routed {

        /** The choice that was made. */
        public Served chosen(AutoChoice choice, String how) {
            return new Served(choice == AutoChoice.CHEAP ? cheap : strong, wishes, Map.of("auto", how));
        }
    }

    /**
     * Not served.
     *
     * @param message what is served, and what to set
     */
    record Unknown(String message) implements Routed {}

    /**
     * What a route wants beside an answer.
     *
     * @param policy of cache and optimiser
     * @param shadow who is asked beside; absent if nobody
     */
    record Wishes(Policy policy, @Nullable Shadow shadow) {

        /** Nothing. */
        public static final Wishes NONE = new Wishes(Policy.NONE, null);
    }

    /**
     * Who is asked beside, for comparison.
     *
     * @param rate the part of the requests, 0 to 1
     */
    record Shadow(Deployment deployment, double rate) {}
}
