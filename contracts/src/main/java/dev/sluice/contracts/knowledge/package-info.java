/** Documents and the passages found in them. */
@NullMarked
package dev.sluice.contracts.knowledge;

import org.jspecify.annotations.NullMarked;
