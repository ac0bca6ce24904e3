/** How soon the answer to a question will be another one, read from its words. */
@NullMarked
package dev.sluice.kit.freshness;

import org.jspecify.annotations.NullMarked;
