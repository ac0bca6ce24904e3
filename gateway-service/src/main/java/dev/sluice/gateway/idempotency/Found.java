package dev.sluice.gateway.idempotency;

/** What there was under a name when a request claimed it. */
sealed interface Found {

    /** Nothing: the name is the claimant's now. */
    record Nothing() implements Found {}

    /**
     * Another request, which still runs.
     *
     * @param body digest of its body
     */
    record Running(String body) implements Found {}

    /** An answer. */
    record Finished(Kept kept) implements Found {}

    /** Nobody can tell: the store is away. */
    record Unknown() implements Found {}
}
