/** Wake-ups from five command topics, buffered in bounds, picked by deficit round robin, acknowledged in order. */
@NullMarked
package dev.sluice.worker.lanes;

import org.jspecify.annotations.NullMarked;
