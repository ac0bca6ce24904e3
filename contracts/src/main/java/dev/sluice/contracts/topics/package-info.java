/** The Kafka topics of the suite: names, partition defaults and clean-up policy. */
@NullMarked
package dev.sluice.contracts.topics;

import org.jspecify.annotations.NullMarked;
