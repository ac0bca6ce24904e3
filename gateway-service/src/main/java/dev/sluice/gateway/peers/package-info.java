/** Calls to the other services of the suite: short, with a deadline, and with the caller introduced. */
@NullMarked
package dev.sluice.gateway.peers;

import org.jspecify.annotations.NullMarked;
