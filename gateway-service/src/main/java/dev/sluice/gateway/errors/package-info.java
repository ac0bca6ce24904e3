/** Errors in the OpenAI dialect: what went wrong, and the one place that writes it. */
@NullMarked
package dev.sluice.gateway.errors;

import org.jspecify.annotations.NullMarked;
