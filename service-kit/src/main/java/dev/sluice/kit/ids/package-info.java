/** Identifiers. */
@NullMarked
package dev.sluice.kit.ids;

import org.jspecify.annotations.NullMarked;
