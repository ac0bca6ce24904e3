package dev.sluice.optimizer.templates;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;

/**
 * What may change about a template.
 *
 * @param tenant whose it is
 * @param name what it is called
 * @param weights how often each version is chosen among those that fit; none means the newest that fits best
 * @param nextVersion the least number for a new version: those of a deleted template are not given again
 */
@RegisterForReflection
record Head(String tenant, String name, Map<Integer, Integer> weights, int nextVersion) {

    Head {
        weights = Map.copyOf(weights);
    }

    static Head first(String tenant, String name) {
        return new Head(tenant, name, Map.of(), 1);
    }

    /** Where it stands on the topic. */
    @JsonIgnore
    String key() {
        return tenant + "/" + name;
    }
}
