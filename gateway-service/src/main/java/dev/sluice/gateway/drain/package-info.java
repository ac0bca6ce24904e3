/** How a replica stops: it says so, lets the traffic go elsewhere, finishes what is open, and tells what it has to cut. */
@NullMarked
package dev.sluice.gateway.drain;

import org.jspecify.annotations.NullMarked;
