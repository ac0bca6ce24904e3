/**
 * Equal calls that are under way at the same time share one call to the upstream: {@link dev.sluice.gateway.joining.Joining}
 * gives each its seat. One leads and writes down what it gets ({@link dev.sluice.gateway.joining.Leading}), the others read it
 * from its beginning ({@link dev.sluice.gateway.joining.Following}), here or, through Redis, in another replica.
 */
@NullMarked
package dev.sluice.gateway.joining;

import org.jspecify.annotations.NullMarked;
