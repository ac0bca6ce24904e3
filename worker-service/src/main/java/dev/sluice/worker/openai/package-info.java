/** How the paths below {@code /v1} say what went wrong: in the body that OpenAI's clients read. */
@NullMarked
package dev.sluice.worker.openai;

import org.jspecify.annotations.NullMarked;
