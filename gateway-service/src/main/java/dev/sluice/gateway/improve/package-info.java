/** Makes a prompt cheaper if the caller wants it, by optimizer-service; a helper that may be slow or away. */
@NullMarked
package dev.sluice.gateway.improve;

import org.jspecify.annotations.NullMarked;
