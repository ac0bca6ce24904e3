/** Server-sent events on virtual threads, and the search that answers through them. */
@NullMarked
package dev.sluice.worker.streaming;

import org.jspecify.annotations.NullMarked;
