/** The caller of an internal request, believed only beside the shared secret. */
@NullMarked
package dev.sluice.kit.identity;

import org.jspecify.annotations.NullMarked;
