/** The order of a request, from key to account. Features do not import each other; this package composes them. */
@NullMarked
package dev.sluice.gateway.journey;

import org.jspecify.annotations.NullMarked;
