/**
 * Whether what a text says is borne out by passages: the text is cut into claims, evidence is found for each, and a verdict
 * is given with the sentence it rests on. {@link dev.sluice.worker.facts.FactCheck} is the way in; where evidence comes from
 * is the caller's choice.
 */
@NullMarked
package dev.sluice.worker.facts;

import org.jspecify.annotations.NullMarked;
