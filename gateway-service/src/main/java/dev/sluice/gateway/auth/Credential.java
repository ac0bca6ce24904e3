package dev.sluice.gateway.auth;

import dev.sluice.contracts.identity.Caller;
import dev.sluice.gateway.GatewayConfig.OptimizeLevel;
import dev.sluice.gateway.allowance.Allowance;
import dev.sluice.gateway.allowance.Level;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a credential proved: who calls, and what that one may do.
 *
 * @param caller who calls
 * @param models names and patterns ({@code *} at the end) of the models that may be asked; empty means all
 * @param levels what key, project and tenant may use; levels without limits are left out
 * @param perModel what the tenant may use of single models, by the model's name as it is asked for
 * @param optimize how far its prompts are shortened; absent when it does not say
 */
public record Credential(
        Caller caller,
        Set<String> models,
        List<Level> levels,
        Map<String, Allowance> perModel,
        @Nullable OptimizeLevel optimize) {

    /** A credential that says nothing of its prompts. */
    public Credential(Caller caller, Set<String> models, List<Level> levels, Map<String, Allowance> perModel) {
        this(caller, models, levels, perModel, null);
    }

    public Credential {
        models = Set.copyOf(models);
        levels = List.copyOf(levels);
        perModel = Map.copyOf(perModel);
    }

    /** Whether a model may be asked under this name. */
    public boolean mayAsk(String model) {
        if (models.isEmpty() || models.contains(model)) {
            return true;
        }
        for (String pattern : models) {
            if (pattern.endsWith("*") && model.startsWith(pattern.substring(0, pattern.length() - 1))) {
                return true;
            }
        }
        return false;
    }

    /** A caller who may do everything. */
    public static Credential unlimited(Caller caller) {
        return new Credential(caller, Set.of(), List.of(), Map.of());
    }
}
