/** Tasks that no worker has: what they wait for, and the steps they take without being worked on. */
@NullMarked
package dev.sluice.worker.waiting;

import org.jspecify.annotations.NullMarked;
