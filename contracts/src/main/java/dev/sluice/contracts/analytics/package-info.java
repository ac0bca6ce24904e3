/** What analytics-service answers about usage and money. */
@NullMarked
package dev.sluice.contracts.analytics;

import org.jspecify.annotations.NullMarked;
