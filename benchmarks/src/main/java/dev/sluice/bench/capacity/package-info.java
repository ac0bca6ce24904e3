/** What each process of the suite spends on one piece of work. {@code ./sluice bench capacity}. */
@NullMarked
package dev.sluice.bench.capacity;

import org.jspecify.annotations.NullMarked;
