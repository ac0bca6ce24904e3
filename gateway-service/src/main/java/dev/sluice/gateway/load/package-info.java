/** How busy this replica is, and what follows from it. */
@NullMarked
package dev.sluice.gateway.load;

import org.jspecify.annotations.NullMarked;
