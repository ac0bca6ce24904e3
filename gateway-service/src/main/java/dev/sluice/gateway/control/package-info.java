/**
 * The control plane: what people decide at run time (keys, tenants, projects, models, routes), kept as records
 * {@code <kind>/<id>} in the compacted topic sluice.control. Each replica reads the topic from its beginning, follows
 * it, and hands each feature the records of its kind as a whole; the feature keeps what it makes of them behind one
 * reference. Here are the one reader, the one writer, the audit trail and the admin API; what a record means is known
 * to its {@link dev.sluice.gateway.control.ControlPart} alone.
 */
@NullMarked
package dev.sluice.gateway.control;

import org.jspecify.annotations.NullMarked;
