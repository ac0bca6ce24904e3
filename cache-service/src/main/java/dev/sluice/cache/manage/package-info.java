/** What a tenant has in the cache: shown, explained, deleted. Never anybody else's. */
@NullMarked
package dev.sluice.cache.manage;

import org.jspecify.annotations.NullMarked;
