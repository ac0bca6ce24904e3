/**
 * Enforces what a credential may use: requests, tokens, calls at a time, money. Reserve before the call, settle once
 * after it.
 *
 * <p>Everything that is limited is a {@link dev.sluice.gateway.limits.Rule}, every rule has one counter, and a call takes
 * from all its counters at once or from none: in this process ({@code LocalStore}) or in Redis for all replicas.
 */
@NullMarked
package dev.sluice.gateway.limits;

import org.jspecify.annotations.NullMarked;
