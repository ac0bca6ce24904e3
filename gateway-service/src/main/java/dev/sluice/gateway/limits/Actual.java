package dev.sluice.gateway.limits;

/**
 * What a call used in the end.
 *
 * @param requests 1; 0 for a call that is counted elsewhere
 * @param tokens prompt and answer
 * @param nano nano-USD
 */
record Actual(int requests, long tokens, long nano) {

    /** As if it had never been. */
    static final Actual NOTHING = new Actual(0, 0, 0);
}
