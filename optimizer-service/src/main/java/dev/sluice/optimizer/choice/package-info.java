/**
 * Which of two models is good enough for a question: what became of the most similar known questions, two logistic heads
 * beside them, calibrated; what is unlike everything known goes to the strong one.
 */
@NullMarked
package dev.sluice.optimizer.choice;

import org.jspecify.annotations.NullMarked;
