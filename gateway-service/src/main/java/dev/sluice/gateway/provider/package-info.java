/** Who serves models: their addresses, their dialects, and the HTTP call to them. */
@NullMarked
package dev.sluice.gateway.provider;

import org.jspecify.annotations.NullMarked;
