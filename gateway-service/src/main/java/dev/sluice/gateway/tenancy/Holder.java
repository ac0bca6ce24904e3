package dev.sluice.gateway.tenancy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.gateway.allowance.Allowance;
import dev.sluice.gateway.allowance.Quota;
import dev.sluice.gateway.control.Fields;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A tenant, a project or a model, as far as allowances go.
 *
 * @param allowance what it may use
 * @param models of a tenant: what it may use of single models, by their names as they are asked for
 */
record Holder(Allowance allowance, Map<String, Allowance> models) {

    /** For a record that cannot be read. */
    static final Holder LOCKED =
            new Holder(new Allowance(List.of(new Quota(1, Duration.ofHours(1))), List.of(), null, null), Map.of());

    private static final int MOST_MODELS = 500;

    Holder {
        models = Map.copyOf(models);
    }

    /**
     * Reads a record.
     *
     * @param more fields beside name, tier, limits and budget
     */
    static Holder read(ObjectMapper json, byte[] record, AllowanceReader allowances, Set<String> more) {
        Set<String> known = new HashSet<>(AllowanceReader.FIELDS);
        known.add("name");
        known.addAll(more);
        Fields fields = Fields.read(json, record).only(known);
        fields.text("name");
        Map<String, Allowance> models = new HashMap<>();
        Fields perModel = more.contains("models") ? fields.object("models") : null;
        if (perModel != null) {
            if (perModel.names().size() > MOST_MODELS) {
                throw fields.bad("models", "has more than %d entries.".formatted(MOST_MODELS));
            }
            for (String model : perModel.names()) {
                Fields one = perModel.object(model);
                if (one != null) {
                    models.put(model, allowances.read(one.only(AllowanceReader.FIELDS)));
                }
            }
        }
        return new Holder(allowances.read(fields), models);
    }
}
