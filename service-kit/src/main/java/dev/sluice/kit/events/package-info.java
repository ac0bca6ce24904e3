/** Publishing events without ever holding up or failing the caller. */
@NullMarked
package dev.sluice.kit.events;

import org.jspecify.annotations.NullMarked;
