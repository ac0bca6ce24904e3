package dev.sluice.gateway.experiments;

import dev.sluice.gateway.policy.Caching;
import dev.sluice.gateway.policy.Optimizing;
import dev.sluice.gateway.policy.Policy;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The variants that a call gets, one of each experiment it takes part in. Where two set the same, which only happens while
 * one of them is over and holds its control, the later one counts.
 */
public final class Drawn {

    /** None. */
    public static final Drawn NONE = new Drawn(List.of());

    private final List<Trial.Arm> arms;

    Drawn(List<Trial.Arm> arms) {
        this.arms = arms;
    }

    /** Whether the call takes part in any. */
    public boolean isAny() {
        return !arms.isEmpty();
    }

    /** The model that is asked instead; null if the one that was asked for. */
    public @Nullable String model() {
        String model = null;
        for (Trial.Arm arm : arms) {
            model = arm.model() == null ? model : arm.model();
        }
        return model;
    }

    /** The version of its template that the call gets; null if none is compared. */
    public @Nullable Integer version() {
        Integer version = null;
        for (Trial.Arm arm : arms) {
            version = arm.version() == null ? version : arm.version();
        }
        return version;
    }

    /** What is wanted of cache and optimiser; callers may still turn them off. */
    public Policy over(Policy usual) {
        Caching cache = usual.cache();
        Optimizing optimize = usual.optimize();
        for (Trial.Arm arm : arms) {
            if (arm.cache() != null) {
                cache = cache == null
                        ? new Caching(arm.cache(), null, null, null, true)
                        : new Caching(arm.cache(), cache.ttl(), cache.maxTemperature(), cache.maxError(), true);
            }
            if (arm.optimize() != null) {
                optimize = new Optimizing(arm.optimize(), true);
            }
        }
        return new Policy(cache, optimize);
    }

    /** Tells the exposures, as names and values of an event's props. Who gets the control of what is over is not exposed. */
    public void tell(BiConsumer<String, String> note) {
        for (Trial.Arm arm : arms) {
            if (arm.note() != null) {
                note.accept(arm.note(), arm.name());
            }
        }
    }

    /** What the response's header says: {@code cheaper;variant=mini}, separated by commas. */
    public String label() {
        return arms.size() == 1
                ? arms.getFirst().label()
                : arms.stream().map(Trial.Arm::label).collect(Collectors.joining(", "));
    }
}
