/** Records of a topic read by their place. */
@NullMarked
package dev.sluice.worker.kafka;

import org.jspecify.annotations.NullMarked;
