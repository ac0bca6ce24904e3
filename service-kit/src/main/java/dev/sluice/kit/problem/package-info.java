/** Refusals and how they look on the wire: RFC 9457 problem+json that says what, why and what now. */
@NullMarked
package dev.sluice.kit.problem;

import org.jspecify.annotations.NullMarked;
