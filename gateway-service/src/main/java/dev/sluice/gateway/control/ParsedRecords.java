package dev.sluice.gateway.control;

import dev.sluice.kit.problem.Refusal;
import io.quarkus.logging.Log;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a feature makes of its records: an immutable map behind one reference, so that a look-up takes no lock. What did
 * not change is not read again: its value stays the same object.
 */
public final class ParsedRecords<T> {

    private record Known<T>(Map<String, byte[]> records, Map<String, T> values) {}

    private final String kind;
    private final Parser<T> parser;
    private volatile Known<T> known = new Known<>(Map.of(), Map.of());

    /** Reads a record. */
    @FunctionalInterface
    public interface Parser<T> {

        /** What a record says; an {@link IOException} or a {@link RuntimeException} if it makes no sense. */
        T parse(String id, byte[] record) throws IOException;
    }

    /**
     * Nothing yet.
     *
     * @param kind for warnings about records that make no sense
     */
    public ParsedRecords(String kind, Parser<T> parser) {
        this.kind = kind;
        this.parser = parser;
    }

    /** Takes over all records of the kind; see {@link ControlPart#replace}. */
    public void replace(Map<String, byte[]> records) {
        Known<T> before = known;
        Map<String, T> values = new HashMap<>();
        records.forEach((id, record) -> {
            T value = isSame(before.records.get(id), record) ? before.values.get(id) : parse(id, record);
            if (value != null) {
                values.put(id, value);
            }
        });
        known = new Known<>(records, Map.copyOf(values));
    }

    /** What a record says; null if there is none. */
    public @Nullable T find(String id) {
        return known.values.get(id);
    }

    /** What all records say, by id. */
    public Map<String, T> all() {
        return known.values;
    }

    @SuppressWarnings("ReferenceEquality") // Records that did not change are the same arrays.
    private static boolean isSame(byte @Nullable [] one, byte[] other) {
        return one == other;
    }

    private @Nullable T parse(String id, byte[] record) {
        try {
            return parser.parse(id, record);
        } catch (Refusal e) {
            Log.warnf("the control record %s/%s is left out: %s", kind, id, e.detail());
        } catch (IOException | RuntimeException e) {
            Log.warnf(
                    "the control record %s/%s is left out: %s",
                    kind, id, e.getClass().getSimpleName());
        }
        return null;
    }
}
