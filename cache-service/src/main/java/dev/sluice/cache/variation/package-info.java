/**
 * What questions are about: categories by patterns, and clusters learned from each tenant's own questions. Only told, never
 * used to decide which answer is served.
 */
@NullMarked
package dev.sluice.cache.variation;

import org.jspecify.annotations.NullMarked;
