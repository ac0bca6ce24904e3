/** The kinds of work: what each needs, and how it is done with a model or without. */
@NullMarked
package dev.sluice.worker.work;

import org.jspecify.annotations.NullMarked;
