/**
 * Experiments from their definition to their verdict: they are kept on sluice.control, where the gateway finds them; judged
 * with the statistics of {@code experiments} over the stored events; and rolled back when a guardrail is breached.
 */
@NullMarked
package dev.sluice.analytics.trials;

import org.jspecify.annotations.NullMarked;
