/** Work on short inputs whose result is waited for; the same types as of tasks, without a task. */
@NullMarked
package dev.sluice.worker.direct;

import org.jspecify.annotations.NullMarked;
