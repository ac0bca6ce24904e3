/** How a service parts with those who call it before it stops. */
@NullMarked
package dev.sluice.kit.drain;

import org.jspecify.annotations.NullMarked;
