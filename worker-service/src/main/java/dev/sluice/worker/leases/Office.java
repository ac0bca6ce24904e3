package dev.sluice.worker.leases;

import dev.sluice.worker.leases.Leases.Lease;
import org.jspecify.annotations.Nullable;

/** A duty that one worker has at a time, under a lease that is asked for anew until it is granted. For one thread. */
public final class Office {

    private static final String NOBODY = "_";

    private final Leases leases;
    private final Leases.Name name;
    private @Nullable Lease lease;

    public Office(Leases leases, String duty) {
        this.leases = leases;
        this.name = new Leases.Name(NOBODY, duty);
    }

    /** Whether this worker has the duty now. */
    public boolean isHeld() {
        if (lease != null && leases.renew(lease) != Leases.Renewal.LOST) {
            return true;
        }
        lease = leases.claim(name, 0).orElse(null);
        return lease != null;
    }

    /** Gives it to whoever asks next. */
    public void leave() {
        if (lease != null) {
            leases.release(lease);
            lease = null;
        }
    }
}
