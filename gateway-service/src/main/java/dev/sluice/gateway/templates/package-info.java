/**
 * Prompt templates, which the optimizer-service keeps and fills: a chat names one and sends the values. No helper: without
 * the filled template there is nothing to ask.
 */
@NullMarked
package dev.sluice.gateway.templates;

import org.jspecify.annotations.NullMarked;
