/** The public face of background work: submit, look, cancel, follow. */
@NullMarked
package dev.sluice.worker.submission;

import org.jspecify.annotations.NullMarked;
