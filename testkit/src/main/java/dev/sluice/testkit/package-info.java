/**
 * Real parts for tests: a Kafka broker and a Redis server that start in a second, an upstream that does what a script
 * tells it, a reader of event streams, a proxy that breaks connections on command and a checker for ledgers. Nothing
 * here is ever in a service's runtime.
 */
@NullMarked
package dev.sluice.testkit;

import org.jspecify.annotations.NullMarked;
