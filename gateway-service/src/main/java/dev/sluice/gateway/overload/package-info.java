/**
 * How much this replica takes on at once, and whom it turns away first when that is too much. Everything here is decided
 * before a request is authenticated or its body is read.
 */
@NullMarked
package dev.sluice.gateway.overload;

import org.jspecify.annotations.NullMarked;
