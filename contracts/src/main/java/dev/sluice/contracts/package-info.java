/**
 * What one service says to another: JAX-RS interfaces and immutable records, no beans, no configuration.
 *
 * <p>Records are flat, JSON-friendly and additive: a field is added, never renamed or given a new meaning. Golden JSON
 * files in the tests keep the wire shape. Money is an integer of nano-USD (10^-9 USD), time is {@link java.time.Instant}
 * in UTC, durations on the wire are integers whose unit is in the name, ids are UUIDv7 strings.
 */
@NullMarked
package dev.sluice.contracts;

import org.jspecify.annotations.NullMarked;
