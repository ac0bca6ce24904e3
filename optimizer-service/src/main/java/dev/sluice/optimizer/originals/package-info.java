/** What was left out of conversations, kept for a while so that it can be had back. */
@NullMarked
package dev.sluice.optimizer.originals;

import org.jspecify.annotations.NullMarked;
