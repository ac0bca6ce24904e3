/**
 * Whether shortened prompts are answered as well as those left alone: a share of units is left alone, outcomes are compared,
 * and a tenant whose shortened prompts do worse gets none shortened for a while.
 */
@NullMarked
package dev.sluice.optimizer.guard;

import org.jspecify.annotations.NullMarked;
