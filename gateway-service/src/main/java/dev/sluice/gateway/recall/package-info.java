/** Have we answered this before? Near cache in the process, then cache-service; a helper that may be slow or away. */
@NullMarked
package dev.sluice.gateway.recall;

import org.jspecify.annotations.NullMarked;
