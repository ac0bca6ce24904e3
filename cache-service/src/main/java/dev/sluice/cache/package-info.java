/**
 * "Have we answered this before?"
 *
 * <ol>
 *   <li>{@code lookup} asks, in order: the exact layer (a keyed hash of tenant, model, scope and the question's
 *       canonical form), then the semantic one (nearest question within the same tenant, model and scope).
 *   <li>{@code canonical} writes a question in the form in which equal questions are equal.
 *   <li>{@code embed} turns text into a vector, in process, and serves the OpenAI embeddings dialect.
 *   <li>{@code score} says how probable it is that two questions share an answer, and why.
 *   <li>{@code store} keeps the answers: Redis, or memory when there is no Redis or it is away.
 *   <li>{@code manage} shows and deletes what a tenant has in the cache; {@code status} tells how the service is.
 *   <li>{@code faq} answers from what a tenant wrote itself, before all of them; {@code variation} tells what questions are
 *       about; {@code warm} has questions asked ahead of time; {@code values} keeps what other services compute once.
 * </ol>
 *
 * <p>A helper: what is slow, away or broken here is a miss, never an error of the caller's request.
 */
@NullMarked
package dev.sluice.cache;

import org.jspecify.annotations.NullMarked;
