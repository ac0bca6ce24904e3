package dev.sluice.gateway.experiments;

import dev.sluice.gateway.policy.Caching;
import dev.sluice.gateway.policy.Optimizing;
import dev.sluice.gateway.policy.Policy;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The variants that a call gets, one of each experiment it takes part in. */
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
        for (Trial.Arm arm : arms) {
            if (arm.model() != null) {
                return arm.model();
            }
        }
        return null;
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

    /** Tells the exposures, as names and values of an event's props. */
    public void tell(BiConsumer<String, String> note) {
        arms.forEach(arm -> note.accept(arm.note(), arm.name()));
    }

    /** What the response's header says: {@code cheaper;variant=mini}, separated by commas. */
    public String label() {
        return arms.size() == 1
                ? arms.getFirst().label()
                : arms.stream().map(Trial.Arm::label).collect(Collectors.joining(", "));
    }
}
