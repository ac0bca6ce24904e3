/**
 * Answers that a tenant wrote itself, for questions it names in a few phrasings each. They are served by meaning, and only
 * to requests that ask for them: {@code Faqs} composes import, shelf and matching.
 */
@NullMarked
package dev.sluice.cache.faq;

import org.jspecify.annotations.NullMarked;
