/** Why two questions that look alike must not share an answer: pure code over a word list. */
@NullMarked
package dev.sluice.cache.guard;

import org.jspecify.annotations.NullMarked;
