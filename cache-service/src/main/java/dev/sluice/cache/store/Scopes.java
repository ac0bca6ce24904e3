package dev.sluice.cache.store;

import dev.sluice.cache.index.VectorIndex;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One index for each (tenant, scope), so that questions of different ones never meet. */
final class Scopes {

    private record Name(String tenant, String scope) {}

    /** Where a question is, so that it can be taken out again. */
    record Place(String tenant, String scope, VectorIndex<Candidate> index, int number) {}

    private final Map<Name, VectorIndex<Candidate>> indexes = new ConcurrentHashMap<>();

    Place add(String tenant, Answer answer, float[] vector) {
        var candidate = Candidate.of(answer);
        var name = new Name(tenant, answer.scope());
        while (true) {
            VectorIndex<Candidate> index = indexes.computeIfAbsent(name, n -> new VectorIndex<>());
            int number = index.add(candidate, vector);
            if (number != VectorIndex.RETIRED) {
                return new Place(tenant, answer.scope(), index, number);
            }
            indexes.remove(name, index);
        }
    }

    void remove(Place place) {
        if (place.index().remove(place.number())) {
            indexes.remove(new Name(place.tenant(), place.scope()), place.index());
        }
    }

    /** Questions in a scope. */
    int size(String tenant, String scope) {
        VectorIndex<Candidate> index = indexes.get(new Name(tenant, scope));
        return index == null ? 0 : index.size();
    }

    List<Near> nearest(String tenant, String scope, float[] vector, double floor, int most, Instant now) {
        VectorIndex<Candidate> index = indexes.get(new Name(tenant, scope));
        return index == null ? List.of() : Near.in(index, vector, floor, most, now);
    }
}
