/**
 * What the worker's own language methods are worth, beside naive ones: keywords on labelled abstracts and news, one-sentence
 * summaries by ROUGE. What is trained is measured by five-fold cross-validation: no text is judged by weights that saw it.
 */
@NullMarked
package dev.sluice.bench.worker.language;

import org.jspecify.annotations.NullMarked;
