/** What callers told of answers, kept on {@code sluice.optimizer.feedback}, which every replica reads from its beginning. */
@NullMarked
package dev.sluice.optimizer.feedback;

import org.jspecify.annotations.NullMarked;
