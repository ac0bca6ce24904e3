/** Stories across services, told against the local stack as a person would start it: real processes, a real broker. */
@NullMarked
package dev.sluice.e2e.stories;

import org.jspecify.annotations.NullMarked;
