/**
 * Experiments that run: analytics-service writes their definitions to the control topic, here each call learns which
 * variants it gets. What a variant changes is applied by the journey.
 */
@NullMarked
package dev.sluice.gateway.experiments;

import org.jspecify.annotations.NullMarked;
