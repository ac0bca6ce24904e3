package dev.sluice.contracts.cache;

import org.jspecify.annotations.Nullable;

/**
 * Answers were deleted: whoever holds a copy drops it. Sent as JSON on the channel {@link #CHANNEL} of the cache's Redis,
 * in the same step that deletes them there. Who was not subscribed for a while has missed messages and drops all copies.
 *
 * @param tenant whose answers
 * @param entryId the one that is gone, as {@link CacheReply#entryId()} names it; absent means all of the tenant's
 */
public record Gone(String tenant, @Nullable String entryId) {

    /** The Redis channel it is published on. */
    public static final String CHANNEL = "sluice:cache:gone";
}
