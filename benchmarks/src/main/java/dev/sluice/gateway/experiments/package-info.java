/** Measures what experiments add to a call from within their package, since it is nobody else's to draw. */
@NullMarked
package dev.sluice.gateway.experiments;

import org.jspecify.annotations.NullMarked;
