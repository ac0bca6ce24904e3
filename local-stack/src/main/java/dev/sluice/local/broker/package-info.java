/** A single Kafka broker and controller in a JVM of its own; the launcher starts it, nothing imports it. */
@NullMarked
package dev.sluice.local.broker;

import org.jspecify.annotations.NullMarked;
