/**
 * Which of two models is good enough for a question: a regression over known questions and words,
 * calibrated; what is unlike everything known goes to the strong one.
 */
@NullMarked
package dev.sluice.optimizer.choice;

import org.jspecify.annotations.NullMarked;
