/** Plain kafka-clients with the suite's settings, the topic bootstrap, topics folded into memory, and trace headers on records. */
@NullMarked
package dev.sluice.kit.kafka;

import org.jspecify.annotations.NullMarked;
