/** JSON trees for conversions between dialects; the hot path reads tokens instead. */
@NullMarked
package dev.sluice.gateway.json;

import org.jspecify.annotations.NullMarked;
