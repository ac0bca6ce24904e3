/** The way to a language model: the gateway, through its OpenAI dialect. */
@NullMarked
package dev.sluice.worker.llm;

import org.jspecify.annotations.NullMarked;
