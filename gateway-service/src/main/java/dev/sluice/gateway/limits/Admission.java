package dev.sluice.gateway.limits;

import dev.sluice.gateway.errors.ApiError;

/** Whether a call may go on. */
public sealed interface Admission {

    /** Nothing limits it. */
    record Free() implements Admission {

        static final Free FREE = new Free();
    }

    /**
     * Its share is reserved.
     *
     * @param reservation to be settled, whatever happens
     */
    record Admitted(Reservation reservation) implements Admission {}

    /**
     * It may not.
     *
     * @param error the answer, headers included
     */
    record Refused(ApiError error) implements Admission {}
}
