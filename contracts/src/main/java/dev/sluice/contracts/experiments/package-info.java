/** Experiments that platform teams define: analytics-service keeps and judges them, the gateway carries them out. */
@NullMarked
package dev.sluice.contracts.experiments;

import org.jspecify.annotations.NullMarked;
