/** Anthropic's Messages API behind the OpenAI dialect: pure conversions both ways, documents and streams. */
@NullMarked
package dev.sluice.gateway.provider.anthropic;

import org.jspecify.annotations.NullMarked;
