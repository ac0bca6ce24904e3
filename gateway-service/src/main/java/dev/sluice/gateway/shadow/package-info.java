/** Calls beside the real ones, for comparison: their answers are thrown away, their usage is counted apart. */
@NullMarked
package dev.sluice.gateway.shadow;

import org.jspecify.annotations.NullMarked;
