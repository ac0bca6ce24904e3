/** Passes the public paths of the other services on, with the caller the gateway vouches for. */
@NullMarked
package dev.sluice.gateway.front;

import org.jspecify.annotations.NullMarked;
