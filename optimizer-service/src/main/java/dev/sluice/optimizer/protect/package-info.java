/**
 * Which parts of a prompt nobody may touch: one linear scan marks code, JSON, placeholders, tags, URLs, numbers, quotes
 * and negations. When in doubt a part is protected: that costs tokens, the other mistake costs meaning.
 */
@NullMarked
package dev.sluice.optimizer.protect;

import org.jspecify.annotations.NullMarked;
