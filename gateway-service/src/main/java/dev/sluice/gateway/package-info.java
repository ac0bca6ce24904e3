/**
 * The front door. A chat completion goes like this:
 *
 * <pre>
 * auth      the API key becomes a caller; before the body, so that strangers cannot make us read
 * ingress   raw bytes become a view; nothing is thrown away
 * limits    the call's share of what its credential may use is reserved, or it ends here with a 429
 * recall    near cache, then cache-service; slow or down is a miss
 * improve   optimizer-service if the caller wants it; slow or down is unchanged
 * route     the model's name becomes a deployment
 * send      the upstream is asked; one more try if it could not be reached
 * stream    bytes through Wire; a tap reads along
 * account   settle limits, remember, log, one event: exactly once, whatever happened
 * </pre>
 *
 * <p>The order stands in {@link dev.sluice.gateway.journey.ChatJourney} and nowhere else. The path is Vert.x routes and
 * futures on the event loop; nothing on it blocks. What blocks (the control topic, admin calls, counting tokens of long
 * texts) runs on virtual threads in classes of its own.
 */
@NullMarked
package dev.sluice.gateway;

import org.jspecify.annotations.NullMarked;
