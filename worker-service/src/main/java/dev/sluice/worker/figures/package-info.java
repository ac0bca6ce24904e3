/** Figures of analytics-service, and what is said of them. */
@NullMarked
package dev.sluice.worker.figures;

import org.jspecify.annotations.NullMarked;
