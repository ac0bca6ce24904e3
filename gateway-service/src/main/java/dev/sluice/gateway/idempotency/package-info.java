/** A request that a client sends again, since it cannot know whether the first one arrived, is answered once. */
@NullMarked
package dev.sluice.gateway.idempotency;

import org.jspecify.annotations.NullMarked;
