/** The look-up itself: exact, then semantic, and what is worth remembering. The only package that composes the others. */
@NullMarked
package dev.sluice.cache.lookup;

import org.jspecify.annotations.NullMarked;
