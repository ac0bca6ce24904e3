/** A compacted topic held in memory: read from its beginning, then followed. */
@NullMarked
package dev.sluice.worker.kafka;

import org.jspecify.annotations.NullMarked;
