/** How the suite is, and small pages about the gateway itself. */
@NullMarked
package dev.sluice.gateway.status;

import org.jspecify.annotations.NullMarked;
