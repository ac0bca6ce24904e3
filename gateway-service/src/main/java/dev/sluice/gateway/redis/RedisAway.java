package dev.sluice.gateway.redis;

/** Redis is not configured, does not answer, or not in time: nobody knows what it would have said. */
public final class RedisAway extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RedisAway(String why) {
        super(why, null, false, false);
    }
}
