/** How a service says how it is. */
@NullMarked
package dev.sluice.contracts.status;

import org.jspecify.annotations.NullMarked;
