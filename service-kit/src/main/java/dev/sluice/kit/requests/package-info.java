/** Request ids and the one canonical log line per request. */
@NullMarked
package dev.sluice.kit.requests;

import org.jspecify.annotations.NullMarked;
