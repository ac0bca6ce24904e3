package dev.sluice.optimizer.shorten;

import dev.sluice.contracts.optimize.OptimizeReply.Technique;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What each technique removed, in the order in which they were first used. */
final class Ledger {

    private final Map<String, Technique> techniques = new LinkedHashMap<>();

    void add(String name, int removed, boolean lossless) {
        techniques.merge(
                name,
                new Technique(name, removed, lossless),
                (a, b) -> new Technique(name, a.tokensRemoved() + b.tokensRemoved(), lossless));
    }

    void addAll(Ledger other) {
        other.techniques.values().forEach(t -> add(t.name(), t.tokensRemoved(), t.lossless()));
    }

    List<Technique> techniques() {
        return List.copyOf(techniques.values());
    }
}
