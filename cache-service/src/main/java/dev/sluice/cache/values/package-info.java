/** Values that other services compute once and all of a tenant use: found, or computed by one of those who ask. */
@NullMarked
package dev.sluice.cache.values;

import org.jspecify.annotations.NullMarked;
