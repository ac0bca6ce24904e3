/** What is done to the store from time to time: hours are summed up, old things are forgotten. */
@NullMarked
package dev.sluice.analytics.upkeep;

import org.jspecify.annotations.NullMarked;
