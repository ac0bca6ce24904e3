/** How the service is, told without a secret. */
@NullMarked
package dev.sluice.cache.status;

import org.jspecify.annotations.NullMarked;
