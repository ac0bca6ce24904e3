/** Where answers are kept: in Redis, or in memory when there is no Redis or it is away. Always by tenant. */
@NullMarked
package dev.sluice.cache.store;

import org.jspecify.annotations.NullMarked;
