package dev.sluice.gateway.control;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * Records of the control plane.
 *
 * @param byKind JSON objects by kind and id
 */
record Records(Map<String, Map<String, byte[]>> byKind) {

    static final Records NONE = new Records(Map.of());

    Records {
        byKind = byKind.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, kind -> Map.copyOf(kind.getValue())));
    }

    Map<String, byte[]> of(String kind) {
        return byKind.getOrDefault(kind, Map.of());
    }

    int count() {
        return byKind.values().stream().mapToInt(Map::size).sum();
    }
}
