/** The built-in model local behind the OpenAI chat dialect. */
@NullMarked
package dev.sluice.worker.model;

import org.jspecify.annotations.NullMarked;
