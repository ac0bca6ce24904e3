package dev.sluice.gateway.control;

import java.util.Map;

/**
 * A feature that lives by records of the control plane. Any bean of this type is told; it must not ask for
 * {@link ControlState} in its constructor, which is made after it.
 */
public interface ControlPart {

    /** The first part of its records' keys, such as {@code tenant} for {@code tenant/acme}. */
    String kind();

    /**
     * Takes over all records of its kind by id, in place of those before: called at the start and after each change, off
     * the event loop, by one thread at a time. Arrays of records that did not change are the same objects as before.
     * A record that makes no sense is left out with a warning; the others hold.
     *
     * @param records JSON objects by id; not to be changed
     */
    void replace(Map<String, byte[]> records);
}
