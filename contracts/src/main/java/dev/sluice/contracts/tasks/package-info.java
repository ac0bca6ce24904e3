/** Work nobody waits for: what is submitted, what is told back, and the records on the task topics. */
@NullMarked
package dev.sluice.contracts.tasks;

import org.jspecify.annotations.NullMarked;
