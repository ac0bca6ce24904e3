/** What an upstream said: views on answers in the OpenAI dialect, whole or as streams, and the way from one form to the other. */
@NullMarked
package dev.sluice.gateway.answer;

import org.jspecify.annotations.NullMarked;
