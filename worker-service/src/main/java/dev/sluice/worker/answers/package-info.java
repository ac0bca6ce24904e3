/** Answers made of sentences that stand in the sources, each with its citation. */
@NullMarked
package dev.sluice.worker.answers;

import org.jspecify.annotations.NullMarked;
