/** Plain kafka-clients with the suite's settings, the topic bootstrap, and trace headers on records. */
@NullMarked
package dev.sluice.kit.kafka;

import org.jspecify.annotations.NullMarked;
