/**
 * The Redis that all replicas share ({@code sluice.redis.url}), for features that remember something together and do without
 * it when it is away: {@link dev.sluice.gateway.redis.SharedRedis} asks with a short patience,
 * {@link dev.sluice.gateway.redis.RedisLink} is the bare way there.
 */
@NullMarked
package dev.sluice.gateway.redis;

import org.jspecify.annotations.NullMarked;
