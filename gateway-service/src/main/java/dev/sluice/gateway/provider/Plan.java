package dev.sluice.gateway.provider;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whom to ask, in order.
 *
 * @param route the route's name for headers and events: the route or alias, else {@code provider/model}
 * @param stages the first is asked first; the next when it fails before the first byte; at least one
 * @param terms how they are asked
 */
public record Plan(String route, List<Stage> stages, Terms terms) {

    public Plan {
        stages = List.copyOf(stages);
        if (stages.isEmpty()) {
            throw new IllegalArgumentException("a plan names somebody to ask");
        }
    }

    /** A plan that is carried out as the configuration says. */
    public Plan(String route, List<Stage> stages) {
        this(route, stages, Terms.USUAL);
    }

    /**
     * What a route wants otherwise than the configuration says.
     *
     * @param firstToken from the request to the first byte; absent means {@code sluice.gateway.timeouts.first-token}
     * @param stall the longest silence within an answer; absent means {@code sluice.gateway.timeouts.stall}
     * @param total for the whole call; absent means {@code sluice.gateway.timeouts.total}
     * @param hedge whether a second deployment may be asked while the first is slow
     */
    public record Terms(
            @Nullable Duration firstToken,
            @Nullable Duration stall,
            @Nullable Duration total,
            boolean hedge) {

        /** As the configuration says. */
        public static final Terms USUAL = new Terms(null, null, null, false);
    }

    /**
     * Deployments any of which will do.
     *
     * @param choices at least one
     */
    public record Stage(List<Choice> choices) {

        public Stage {
            choices = List.copyOf(choices);
            if (choices.isEmpty()) {
                throw new IllegalArgumentException("a stage names somebody to ask");
            }
        }
    }

    /**
     * One deployment of a stage.
     *
     * @param weight its share among the choices; above 0
     */
    public record Choice(Deployment deployment, double weight) {

        public Choice {
            if (!(weight > 0)) {
                throw new IllegalArgumentException("a weight is above 0");
            }
        }
    }

    /** A plan of one deployment. */
    public static Plan of(String route, Deployment only) {
        return new Plan(route, List.of(new Stage(List.of(new Choice(only, 1)))));
    }

    /** Who is asked if all are well and nothing else decides. */
    public Deployment first() {
        return stages.getFirst().choices().getFirst().deployment();
    }

    /** Whether a deployment is one that was meant to answer, rather than one that stepped in. */
    public boolean prefers(@Nullable Deployment deployment) {
        return stages.getFirst().choices().stream()
                .anyMatch(choice -> choice.deployment().equals(deployment));
    }

    /** Whose answer this is, for the cache: all that may answer at first, in the order of their names. */
    public String answersAs() {
        List<Choice> choices = stages.getFirst().choices();
        return choices.size() == 1
                ? first().qualified()
                : choices.stream()
                        .map(choice -> choice.deployment().qualified())
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining("+"));
    }
}
