/** A closed-loop HTTP load generator and what it measures. Load goes to loopback only. */
@NullMarked
package dev.sluice.bench.load;

import org.jspecify.annotations.NullMarked;
