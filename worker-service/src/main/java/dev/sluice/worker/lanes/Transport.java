package dev.sluice.worker.lanes;

/**
 * Brings commands from Kafka into the lanes. Correctness does not rest on it: a command that comes twice, late or never is
 * made good by leases, ledger and reaper.
 */
interface Transport {

    /** Runs on the calling thread until stopped; goes on trying while Kafka is away. */
    void run();

    /** A lane that was full has room again. */
    void nudge();

    /** Ends {@link #run} soon. */
    void stop();
}
