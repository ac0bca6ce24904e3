/**
 * Who is asked, how often, and who is spared. Policies ({@link dev.sluice.gateway.resilience.Circuit}, {@link
 * dev.sluice.gateway.resilience.RetryBudget}, ...) are pure code with a clock passed in; one {@link
 * dev.sluice.gateway.resilience.Guard} holds them for each deployment; a {@link dev.sluice.gateway.resilience.Walk} takes
 * one request through its plan.
 */
@NullMarked
package dev.sluice.gateway.resilience;

import org.jspecify.annotations.NullMarked;
