/** What the gateway asks cache-service: have we answered this before, and please remember this. */
@NullMarked
package dev.sluice.contracts.cache;

import org.jspecify.annotations.NullMarked;
