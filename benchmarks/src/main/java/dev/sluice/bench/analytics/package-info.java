/** Analytics: how fast events are taken, how soon they are seen, what a kill costs, how long questions take. */
@NullMarked
package dev.sluice.bench.analytics;

import org.jspecify.annotations.NullMarked;
