/**
 * Callers that speak Anthropic's Messages API, understood by models that do not: pure conversions of requests, documents
 * and streams between it and chat completions.
 */
@NullMarked
package dev.sluice.gateway.messages;

import org.jspecify.annotations.NullMarked;
