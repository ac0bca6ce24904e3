/** Questions about a text, and plans of when to learn and repeat what. Pure code. */
@NullMarked
package dev.sluice.worker.learning;

import org.jspecify.annotations.NullMarked;
