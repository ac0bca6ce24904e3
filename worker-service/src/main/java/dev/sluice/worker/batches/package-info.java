/**
 * Batches as OpenAI's API has them, for any provider. A batch is checked, then its requests are sent through the gateway for
 * the key that submitted it, slice by slice, by all workers; what becomes of each request is a record on a topic, of which
 * the first counts; at the end those records become an output file and an error file. {@code BatchRunner} has the order,
 * docs/adr the crash table.
 */
@NullMarked
package dev.sluice.worker.batches;

import org.jspecify.annotations.NullMarked;
