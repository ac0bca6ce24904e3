package dev.sluice.gateway.resilience;

import dev.sluice.gateway.provider.Deployment;
import dev.sluice.gateway.provider.Plan;
import dev.sluice.gateway.provider.Plan.Choice;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Chooses among the deployments of a plan: the first stage that has somebody who may be asked, and there by weight. Where
 * all weights are equal, the better of two drawn at random (Mitzenmacher, "The Power of Two Choices in Randomized Load
 * Balancing", 1996): the one whose usual wait times the calls that wait there is less.
 */
final class Picker {

    /**
     * Somebody to ask.
     *
     * @param ticket from its circuit; has to be reported back
     */
    record Pick(Deployment deployment, Guard guard, int ticket) {}

    private final Function<Deployment, Guard> guards;
    private final DoubleSupplier random;

    /**
     * A picker.
     *
     * @param random between 0 and 1, 1 excluded
     */
    Picker(Function<Deployment, Guard> guards, DoubleSupplier random) {
        this.guards = guards;
        this.random = random;
    }

    /** Who is asked next; null when all were tried or must be left alone. */
    @Nullable
    Pick next(Plan plan, boolean stream, List<Guard> tried) {
        for (Plan.Stage stage : plan.stages()) {
            Pick pick = stage.choices().size() == 1
                    ? enter(stage.choices().getFirst().deployment(), tried)
                    : among(stage.choices(), stream, tried);
            if (pick != null) {
                return pick;
            }
        }
        return null;
    }

    private @Nullable Pick enter(Deployment deployment, List<Guard> tried) {
        Guard guard = guards.apply(deployment);
        int ticket = tried.contains(guard) ? Circuit.REFUSED : guard.enter();
        return ticket == Circuit.REFUSED ? null : new Pick(deployment, guard, ticket);
    }

    private @Nullable Pick among(List<Choice> choices, boolean stream, List<Guard> tried) {
        List<Choice> left = new ArrayList<>(choices);
        boolean equal = areEqual(choices);
        while (!left.isEmpty()) {
            Choice choice = equal && left.size() > 1 ? ofTwo(left, stream) : byWeight(left);
            Pick pick = enter(choice.deployment(), tried);
            if (pick != null) {
                return pick;
            }
            left.remove(choice);
        }
        return null;
    }

    private static boolean areEqual(List<Choice> choices) {
        double first = choices.getFirst().weight();
        for (Choice choice : choices) {
            if (choice.weight() != first) {
                return false;
            }
        }
        return true;
    }

    private Choice ofTwo(List<Choice> choices, boolean stream) {
        int one = (int) (random.getAsDouble() * choices.size());
        int other = (int) (random.getAsDouble() * (choices.size() - 1));
        if (other >= one) {
            other++;
        }
        Choice first = choices.get(one);
        Choice second = choices.get(other);
        return isBetter(guards.apply(second.deployment()), guards.apply(first.deployment()), stream) ? second : first;
    }

    private static boolean isBetter(Guard one, Guard other, boolean stream) {
        double its = one.cost(stream);
        double others = other.cost(stream);
        if (its == 0 || others == 0) {
            return one.limit.waiting() < other.limit.waiting();
        }
        return its < others;
    }

    private Choice byWeight(List<Choice> choices) {
        double sum = 0;
        for (Choice choice : choices) {
            sum += choice.weight();
        }
        double point = random.getAsDouble() * sum;
        for (Choice choice : choices) {
            point -= choice.weight();
            if (point < 0) {
                return choice;
            }
        }
        return choices.getLast();
    }
}
