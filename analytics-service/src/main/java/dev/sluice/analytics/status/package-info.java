/** How the service is. */
@NullMarked
package dev.sluice.analytics.status;

import org.jspecify.annotations.NullMarked;
