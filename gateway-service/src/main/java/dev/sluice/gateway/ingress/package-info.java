/** From raw bytes to a typed view of the request. The bytes stay the truth: a change is a splice, never a re-serialisation. */
@NullMarked
package dev.sluice.gateway.ingress;

import org.jspecify.annotations.NullMarked;
