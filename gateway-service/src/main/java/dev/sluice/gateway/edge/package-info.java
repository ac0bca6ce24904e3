/** The outermost wall: what the HTTP server accepts, how slow a client may be, and requests that could be read two ways. */
@NullMarked
package dev.sluice.gateway.edge;

import org.jspecify.annotations.NullMarked;
