/**
 * optimizer-service: makes prompts cheaper without changing what they mean.
 *
 * <p>The journey of a prompt: {@code prompt.PromptResource} takes it with its caller; {@code prompt.Asked} says no to
 * what cannot be read; {@code prompt.Answers} may know the answer; {@code shorten.Shortening} tries white space,
 * repetitions and rules ({@code rewrite}) in each turn, around what {@code protect} marks as untouchable; with a question
 * it drops sentences that do not matter ({@code extract}, with vectors by {@code meaning}), with a target old turns; {@code prompt.Desk} counts it, tells
 * Kafka and answers.
 */
@NullMarked
package dev.sluice.optimizer;

import org.jspecify.annotations.NullMarked;
