/**
 * What every service has alike: who the caller is, how a refusal looks, request ids and the canonical log line, Kafka
 * settings, event publishing, shared configuration. No business rule lives here; see docs/adr/0002-service-kit.md.
 */
@NullMarked
package dev.sluice.kit;

import org.jspecify.annotations.NullMarked;
