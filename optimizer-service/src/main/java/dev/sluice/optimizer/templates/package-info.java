/**
 * Prompts as templates: versions that are only ever added, typed variables, variants for a product's context, and a choice
 * between versions by weight. Kept on the compacted topic {@code sluice.templates}, which each replica holds in memory.
 */
@NullMarked
package dev.sluice.optimizer.templates;

import org.jspecify.annotations.NullMarked;
