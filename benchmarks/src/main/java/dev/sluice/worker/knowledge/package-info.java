/** Figures of the knowledge index, taken from within its package. */
@NullMarked
package dev.sluice.worker.knowledge;

import org.jspecify.annotations.NullMarked;
