/** Measures what experiments of analytics-service say from within their package. */
@NullMarked
package dev.sluice.analytics.trials;

import org.jspecify.annotations.NullMarked;
