/**
 * Calls to addresses that a tenant or a configuration names: webhooks and web searches. Everything that leaves this way is
 * checked against server-side request forgery; see {@link dev.sluice.kit.egress.EgressClient}.
 */
@NullMarked
package dev.sluice.kit.egress;

import org.jspecify.annotations.NullMarked;
