/**
 * What tenants, their projects and the models they ask may use: records of the control plane and tiers of the
 * configuration become {@link dev.sluice.gateway.allowance.Level levels}. Nothing set means nothing limited.
 */
@NullMarked
package dev.sluice.gateway.tenancy;

import org.jspecify.annotations.NullMarked;
