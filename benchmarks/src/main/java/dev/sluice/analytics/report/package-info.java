/** Measures the questions of analytics-service from within its package. */
@NullMarked
package dev.sluice.analytics.report;

import org.jspecify.annotations.NullMarked;
