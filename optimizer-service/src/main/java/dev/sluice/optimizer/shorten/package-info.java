/** The order in which the strategies are tried, what is accepted, and what the reply says about it. Pure code. */
@NullMarked
package dev.sluice.optimizer.shorten;

import org.jspecify.annotations.NullMarked;
