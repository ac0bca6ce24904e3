/** Which worker this is, across its restarts. */
@NullMarked
package dev.sluice.worker.identity;

import org.jspecify.annotations.NullMarked;
