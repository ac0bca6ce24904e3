/** Named queries over the store, always for the tenant of the caller. */
@NullMarked
package dev.sluice.analytics.report;

import org.jspecify.annotations.NullMarked;
