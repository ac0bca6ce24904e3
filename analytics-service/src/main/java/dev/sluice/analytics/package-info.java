/**
 * analytics-service: what was used, by whom, at what cost.
 *
 * <pre>
 *   sluice.events (Kafka)
 *     client     takes events of clients and puts them on the topic
 *     ingest     one poll loop reads events, judges each record, gathers a batch
 *     store      one transaction: rows, rejects and offsets into one DuckDB file, each event id once
 *     upkeep     sums whole hours up, forgets what is too old
 *     report     named queries over it, always for one tenant, over HTTP
 *     dashboard  a static page that asks the reports through the gateway
 *     status     how all of this is
 * </pre>
 *
 * There is one writer: one replica owns the file. The offsets in the file are the truth, those in Kafka are for lag
 * metrics only.
 */
@NullMarked
package dev.sluice.analytics;

import org.jspecify.annotations.NullMarked;
