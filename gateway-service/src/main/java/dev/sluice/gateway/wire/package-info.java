/** Moves bytes from an upstream to a client with back-pressure, and reads along without changing them. */
@NullMarked
package dev.sluice.gateway.wire;

import org.jspecify.annotations.NullMarked;
