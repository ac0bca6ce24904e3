package dev.sluice.gateway.limits;

/**
 * Where a counter stands.
 *
 * @param used what was used and what is reserved, in the current window
 * @param reserved what calls in flight have reserved, whenever that was
 * @param resetMillis until all of it is back, if nothing more is used; 0 when nothing is used
 */
record Standing(long used, long reserved, long resetMillis) {

    long remaining(long limit) {
        return Math.max(0, limit - used);
    }
}
