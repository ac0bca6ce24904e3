/** Serves the dashboard's page; its data come from the reports, through the gateway. */
@NullMarked
package dev.sluice.analytics.dashboard;

import org.jspecify.annotations.NullMarked;
