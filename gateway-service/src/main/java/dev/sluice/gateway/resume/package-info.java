/** What clients of streams were sent, kept for a while, so that one who lost its connection can come back for the rest. */
@NullMarked
package dev.sluice.gateway.resume;

import org.jspecify.annotations.NullMarked;
