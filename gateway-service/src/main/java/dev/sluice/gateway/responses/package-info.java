/**
 * OpenAI's Responses API for models whose hosts do not serve it: pure conversions of requests, documents and streams between
 * it and chat completions, and the answers that are kept for a while so that {@code previous_response_id} can go on from
 * them.
 */
@NullMarked
package dev.sluice.gateway.responses;

import org.jspecify.annotations.NullMarked;
