/**
 * Events from Kafka into the store, each once: a batch and its offsets commit together, and reading goes on from the
 * offsets in the store.
 */
@NullMarked
package dev.sluice.analytics.ingest;

import org.jspecify.annotations.NullMarked;
