/**
 * How many tasks a worker does, how soon they start, and what a kill costs: {@code ./sluice bench worker}. A real broker,
 * a real Redis where there is one on the PATH, and the packaged worker, each a process of its own; the work is the type
 * {@code noop}, so that the figures are the engine's.
 */
@NullMarked
package dev.sluice.bench.worker;

import org.jspecify.annotations.NullMarked;
