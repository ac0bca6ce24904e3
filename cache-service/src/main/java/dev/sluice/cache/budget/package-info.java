/**
 * The closed loop of errors: how sure the cache must be to serve an answer to a question in other words, so that at most
 * a stated part of requests gets a wrong one. Learned from audits: some hits are asked of the model too and compared.
 *
 * <ol>
 *   <li>{@code Loop} is the policy: pure, from what is known of a route to the least probability.
 *   <li>{@code Budgets} keeps what is known, by tenant and route, shared by replicas through Redis.
 *   <li>{@code Auditing} chooses the hits that are audited; {@code Equivalence} compares two answers.
 *   <li>{@code Record} is what audits and reports say of one entry: refused pairs, refused entries, proven wordings.
 * </ol>
 */
@NullMarked
package dev.sluice.cache.budget;

import org.jspecify.annotations.NullMarked;
