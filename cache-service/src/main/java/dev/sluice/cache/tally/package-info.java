/** What the cache did for each tenant since this process started: for statistics, metrics and events. */
@NullMarked
package dev.sluice.cache.tally;

import org.jspecify.annotations.NullMarked;
