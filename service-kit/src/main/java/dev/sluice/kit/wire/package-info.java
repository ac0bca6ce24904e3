/** What is said between services, as a native executable has to know it. */
@NullMarked
package dev.sluice.kit.wire;

import org.jspecify.annotations.NullMarked;
