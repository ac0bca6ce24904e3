/** Measures the gateway's hot code from within its package, since it is nobody else's to call. */
@NullMarked
package dev.sluice.gateway.recall;

import org.jspecify.annotations.NullMarked;
