/** What went wrong, and how it is said in the caller's dialect. */
@NullMarked
package dev.sluice.gateway.errors;

import org.jspecify.annotations.NullMarked;
