/** Dead tasks: the topic that holds exactly them, and how their owners have them tried again. */
@NullMarked
package dev.sluice.worker.dead;

import org.jspecify.annotations.NullMarked;
