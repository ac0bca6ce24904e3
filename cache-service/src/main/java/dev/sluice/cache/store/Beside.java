package dev.sluice.cache.store;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;

/**
 * Small records kept beside the answers: named, flat, by tenant, each with a life. What replicas add to the same number
 * adds up. A store that cannot answer in time throws {@link StoreAway}.
 */
public interface Beside {

    /** The fields of a record; none if there is no such record. */
    Map<String, String> read(String tenant, String name);

    /**
     * Changes a record and tells what it is now.
     *
     * @param add numbers to be added to fields, which count as 0 until then
     * @param set fields to be set; an empty text removes the field
     * @param life how long the record is kept from now on, if it would not be kept longer anyway
     */
    Map<String, String> write(
            String tenant, String name, Map<String, Double> add, Map<String, String> set, Duration life);

    /** Adds 1 to a field of a record in the background; may be lost. */
    void count(String tenant, String name, String field, Duration life);

    /** Deletes records. */
    void remove(String tenant, Collection<String> names);

    /** Deletes all records of a tenant whose names begin so. */
    void clear(String tenant, String prefix);

    /** A number of a record; 0 if it is not there. */
    static double number(Map<String, String> record, String field) {
        String text = record.get(field);
        try {
            return text == null ? 0 : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
