/** What a route wants of cache and optimiser, as an administrator writes it. Values only. */
@NullMarked
package dev.sluice.gateway.policy;

import org.jspecify.annotations.NullMarked;
