/**
 * How long an answer may be served: by the words of its question, its use, and what changed when it was asked for again;
 * and which answers should be asked for again.
 */
@NullMarked
package dev.sluice.cache.freshness;

import org.jspecify.annotations.NullMarked;
