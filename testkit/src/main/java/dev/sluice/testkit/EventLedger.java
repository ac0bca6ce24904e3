package dev.sluice.testkit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Accepted = stored + rejected, each once. */
final class EventLedger {

    private EventLedger() {}

    static LedgerReport check(Collection<String> produced, Collection<String> stored, Collection<String> rejected) {
        List<String> found = new ArrayList<>();
        Set<String> made = new LinkedHashSet<>(produced);
        Set<String> refused = new HashSet<>(rejected);
        Set<String> kept = new HashSet<>();
        for (String id : stored) {
            if (!kept.add(id)) {
                found.add("event " + id + " is stored twice");
            } else if (!made.contains(id)) {
                found.add("event " + id + " is stored but nobody produced it");
            } else if (refused.contains(id)) {
                found.add("event " + id + " was rejected and is stored all the same");
            }
        }
        for (String id : made) {
            if (!kept.contains(id) && !refused.contains(id)) {
                found.add("event " + id + " was produced and is neither stored nor rejected");
            }
        }
        for (String id : refused) {
            if (!made.contains(id)) {
                found.add("event " + id + " was rejected but nobody produced it");
            }
        }
        return new LedgerReport(
                "%d events produced, %d stored, %d rejected".formatted(made.size(), stored.size(), refused.size()),
                found);
    }
}
