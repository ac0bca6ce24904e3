/** How the service is. */
@NullMarked
package dev.sluice.worker.status;

import org.jspecify.annotations.NullMarked;
