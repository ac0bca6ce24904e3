package dev.sluice.gateway.resilience;

/**
 * What may be spent on asking twice: a share of what is spent on asking once, told in bytes of requests, since that is
 * what a doubled call costs at least.
 */
final class HedgeBudget {

    private static final double MOST = 8.0 * 1024 * 1024;

    private final double share;
    private double earned;

    /**
     * Nothing to spend yet.
     *
     * @param share of the bytes sent that may be sent twice
     */
    HedgeBudget(double share) {
        this.share = share;
    }

    /** A request of so many bytes goes out for the first time. */
    synchronized void earn(long bytes) {
        earned = Math.min(MOST, earned + share * bytes);
    }

    /** Whether a request of so many bytes may be sent twice; if so it is paid for. */
    synchronized boolean spend(long bytes) {
        if (earned < bytes) {
            return false;
        }
        earned -= bytes;
        return true;
    }
}
