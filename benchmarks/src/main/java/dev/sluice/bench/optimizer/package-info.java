/**
 * optimizer-service measured: what is left of the answer when most of a prompt is gone, how well a wanted rate is met,
 * what rules alone remove from real prompts, and how good its choice between two models is.
 */
@NullMarked
package dev.sluice.bench.optimizer;

import org.jspecify.annotations.NullMarked;
